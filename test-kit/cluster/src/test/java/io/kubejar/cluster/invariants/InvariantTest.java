package io.kubejar.cluster.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.cluster.Timeline;
import io.kubejar.cluster.history.View;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each check on stores that are wrong on purpose, and all of them on a good cluster. */
class InvariantTest {
    private final List<View.Located> objects = new ArrayList<>();
    private final List<ApiObject> shown = new ArrayList<>();
    private final List<Timeline.Entry> writes = new ArrayList<>();

    private ApiObject add(long revision, String json) {
        ApiObject object = ApiObject.ofJson(json.replace('\'', '"'));
        objects.add(new View.Located("/registry/x/" + object.name(), revision, null, object));
        return object;
    }

    private void write(long revision, String user, String verb, String path) {
        writes.add(new Timeline.Entry(revision, Instant.EPOCH, user, verb, path, 0));
    }

    private List<String> violations(Invariant check) {
        return check.violations(new StoreState(objects, shown, writes));
    }

    @Test
    void owners() {
        String owned =
                "{'kind':'Pod','metadata':{'name':'p','uid':'1','ownerReferences':[{'kind':'Set','name':'s','uid':'2'}]%s}}";
        add(1, String.format(owned, ",'deletionTimestamp':'2026-01-01T00:00:00Z'"));
        assertThat(violations(Invariant.OWNERS_EXIST)).isEmpty();
        add(2, String.format(owned, ""));
        assertThat(violations(Invariant.OWNERS_EXIST)).containsExactly("Pod p has the owner Set s, which is not there");
        add(3, "{'kind':'Set','metadata':{'name':'s','uid':'2'}}");
        assertThat(violations(Invariant.OWNERS_EXIST)).isEmpty();
    }

    @Test
    void writers() {
        write(5, "jane", "create", "/api/v1/a");
        write(6, "jane", "update", "/api/v1/a");
        assertThat(violations(Invariant.ONE_WRITER)).isEmpty();
        write(6, "mike", "update", "/api/v1/b");
        assertThat(violations(Invariant.ONE_WRITER))
                .containsExactly("revision 6 was written by jane at /api/v1/a and by mike at /api/v1/b");
    }

    @Test
    void nodes() {
        add(1, "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'},'spec':{'nodeName':'n1'}}");
        assertThat(violations(Invariant.NODES_EXIST))
                .containsExactly("Pod p is bound to node n1, which never was there");
        write(2, "jane", "delete", "/api/v1/nodes/n1");
        assertThat(violations(Invariant.NODES_EXIST)).isEmpty();
    }

    @Test
    void versions() {
        add(7, "{'kind':'A','metadata':{'name':'a','uid':'1'}}");
        shown.add(ApiObject.ofJson(
                "{\"kind\":\"A\",\"metadata\":{\"name\":\"a\",\"uid\":\"1\",\"resourceVersion\":\"7\"}}"));
        assertThat(violations(Invariant.VERSIONS_AGREE)).isEmpty();
        shown.add(ApiObject.ofJson(
                "{\"kind\":\"A\",\"metadata\":{\"name\":\"a\",\"uid\":\"1\",\"resourceVersion\":\"6\"}}"));
        shown.add(ApiObject.ofJson(
                "{\"kind\":\"A\",\"metadata\":{\"name\":\"b\",\"uid\":\"2\",\"resourceVersion\":\"6\"}}"));
        assertThat(violations(Invariant.VERSIONS_AGREE))
                .containsExactly(
                        "A a has resourceVersion 6, and mod_revision 7",
                        "A b is shown by the API and is not in the store");
    }

    @Test
    void namespaces() {
        add(1, "{'kind':'A','metadata':{'name':'a','namespace':'gone'}}");
        assertThat(violations(Invariant.NAMESPACES_EXIST))
                .containsExactly("A gone/a is in namespace gone, which is not there");
        add(2, "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'gone'}}");
        assertThat(violations(Invariant.NAMESPACES_EXIST)).isEmpty();
    }

    @Test
    void aClusterKeepsThem() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            cluster.apply("""
                    {apiVersion: v1, kind: Namespace, metadata: {name: going}}
                    ---
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: web, namespace: going}
                    spec:
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec: {containers: [{name: web, image: nginx}]}
                    """);
            cluster.settle();
            assertThat(cluster.violations()).isEmpty();
            cluster.delete("deployment", "going", "web");
            assertThat(cluster.violations()).isEmpty();
            cluster.delete("namespace", "", "going");
            assertThat(cluster.violations()).isEmpty();
        }
    }

    @Test
    void openWatchesOfOthersAreTold() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            assertThat(cluster.openWatches()).isEmpty();
            WatchHandler deaf = new WatchHandler() {
                @Override
                public void onEvent(WatchEvent event) {}

                @Override
                public void onClose(StatusException why) {}
            };
            ApiClient.Watch watch =
                    cluster.client().watch(ResourceRef.of(Resources.PODS), new WatchOptions("", "", 0, false), deaf);
            assertThat(cluster.openWatches()).containsExactly("kubernetes-admin watches /api/v1/pods");
            watch.close();
            assertThat(cluster.openWatches()).isEmpty();
        }
    }
}
