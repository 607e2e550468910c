package io.kubejar.controllers.clusterroleaggregation;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterRoleAggregationControllerTest {
    private static final String WHOLE = "{'metadata':{'name':'whole','labels':{'part':'yes'}},"
            + "'aggregationRule':{'clusterRoleSelectors':[{'matchLabels':{'part':'yes'}}]}%s}";

    private static ApiObject part(String name, String verb) {
        return object("{'metadata':{'name':'" + name + "','labels':{'part':'yes'}},'rules':[{'apiGroups':[''],"
                + "'resources':['pods'],'verbs':['" + verb + "']}]}");
    }

    private static Plan plan(ApiObject whole, ApiObject... parts) {
        List<ApiObject> all = new ArrayList<>(List.of(parts));
        all.add(whole);
        Listers listers = Listers.fixed(Map.of(Resources.CLUSTER_ROLES, all));
        return new ClusterRoleAggregationController(listers).reconcile(whole.key(), NOW);
    }

    @Test
    void takesTheRulesOfItsPartsOnceInTheOrderOfNames() {
        Plan plan = plan(object(WHOLE.formatted("")), part("c", "get"), part("b", "list"), part("a", "get"));
        Write.Apply apply = (Write.Apply) plan.writes().get(0);
        assertThat(apply.fieldManager()).isEqualTo("clusterrole-aggregation-controller");
        assertThat(Json.string(apply.fields().at("rules")))
                .isEqualTo("[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\"]},"
                        + "{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"list\"]}]");
    }

    @Test
    void losesTheRulesOfPartsThatAreGone() {
        Plan plan = plan(object(WHOLE.formatted(",'rules':[{'verbs':['get']}]")));
        assertThat(((Write.Apply) plan.writes().get(0)).fields().tree().has("rules"))
                .isFalse();
    }

    @Test
    void writesNothingWhenTheRulesAreThere() {
        ApiObject a = part("a", "get");
        ApiObject whole = object(WHOLE.formatted(""))
                .edit(root -> root.set("rules", a.at("rules").deepCopy()));
        assertThat(plan(whole, a)).isEqualTo(Plan.NOTHING);
    }
}
