package io.kubejar.server.authz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultPolicyTest {
    /** The project's folder is two above the module's. */
    private static final Path REFERENCE = Path.of("../../../shared/reference");

    /** What the recorded server, a fork's, has and upstream has not, or what a test on it had left behind. */
    private static final Set<String> NOT_UPSTREAM = Set.of(
            "system:openshift:public-info-viewer",
            "system:controller:service-ca-cert-publisher",
            "leader-elector-stop-noaccess",
            "informer-rbac-startup-global");

    /** A resource that only the fork's admission asks about, in roles that upstream has too. */
    private static final String NOT_UPSTREAM_RESOURCE = "endpointslices/restricted";

    private static Map<String, JsonNode> ours(String kind) {
        Map<String, JsonNode> out = new TreeMap<>();
        for (ApiObject object : DefaultPolicy.objects()) {
            if (object.kind().equals(kind)) {
                out.put(object.key().toString(), object.tree());
            }
        }
        return out;
    }

    private static Map<String, JsonNode> recorded(Path file) throws IOException {
        Map<String, JsonNode> out = new TreeMap<>();
        for (JsonNode item : Yaml.parse(Files.readAllBytes(file)).path("items")) {
            ObjectNode object = item.deepCopy();
            ObjectNode metadata = Json.child(object, "metadata");
            metadata.remove(Set.of("uid", "resourceVersion", "creationTimestamp"));
            if (!NOT_UPSTREAM.contains(metadata.path("name").asText())) {
                dropForkRules(object.path("rules"));
                out.put(ApiObject.of(object).key().toString(), object);
            }
        }
        return out;
    }

    private static void dropForkRules(JsonNode rules) {
        Iterator<JsonNode> all = rules.elements();
        while (all.hasNext()) {
            if (all.next().path("resources").path(0).asText().equals(NOT_UPSTREAM_RESOURCE)) {
                all.remove();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterRole,default-clusterroles.yaml",
        "ClusterRoleBinding,default-clusterrolebindings.yaml",
        "Role,default-roles.yaml",
        "RoleBinding,default-rolebindings.yaml"
    })
    void isThatOfARealServer(String kind, String file) throws IOException {
        Path reference = REFERENCE.resolve(file);
        Assumptions.assumeTrue(Files.exists(reference), "the reference is not beside the project");
        assertThat(ours(kind)).isEqualTo(recorded(reference));
    }

    @ParameterizedTest(name = "{0} may {1} {2}: {3}")
    @CsvSource({
        "view,get,pods,true",
        "view,get,secrets,false",
        "view,get,pods/log,true",
        "view,create,pods,false",
        "edit,create,deployments,true",
        "edit,get,secrets,true",
        "edit,create,rolebindings,false",
        "admin,create,rolebindings,true",
        "admin,update,resourcequotas,false",
        "cluster-admin,delete,nodes,true",
        "system:controller:deployment-controller,create,replicasets,true",
        "system:controller:deployment-controller,create,pods,false",
        "system:kube-scheduler,create,pods/binding,true"
    })
    @DisplayName("B5.7 view reads, edit writes, admin gives roles, cluster-admin does everything")
    void rolesAreWhatTheirNamesSay(String role, String verb, String resource, boolean allowed) {
        Policies policies = new Policies();
        DefaultPolicy.objects().forEach(policies.index::put);
        policies.bind("", "x", "ClusterRole", role, "[{'kind':'User','name':'mike'}]");
        String[] parts = resource.split("/");
        var gvr = switch (parts[0]) {
            case "deployments" -> Resources.DEPLOYMENTS;
            case "replicasets" -> Resources.REPLICA_SETS;
            case "rolebindings" -> Resources.ROLE_BINDINGS;
            default -> new io.kubejar.core.object.Gvr("", "v1", parts[0]);
        };
        ResourceRef ref = new ResourceRef(gvr, "ns", "n", parts.length > 1 ? parts[1] : "");
        assertThat(policies.all
                        .authorize(Attributes.of(Policies.user("mike"), verb, ref))
                        .allowed())
                .isEqualTo(allowed);
    }

    @Test
    @DisplayName("B5.8 service accounts have no rights by default")
    void serviceAccountsHaveNoRights() {
        Policies policies = new Policies();
        DefaultPolicy.objects().forEach(policies.index::put);
        UserInfo account = UserInfo.of(
                "system:serviceaccount:ns:default",
                "system:serviceaccounts",
                "system:serviceaccounts:ns",
                "system:authenticated");
        assertThat(policies.all
                        .authorize(Attributes.of(account, "list", ResourceRef.of(Policies.PODS, "ns")))
                        .allowed())
                .isFalse();
    }
}
