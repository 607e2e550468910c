package io.kubejar.controllers.tainteviction;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.World;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaintEvictionControllerTest {
    private final World world = new World();

    private void start(String tolerations) {
        world.create(Resources.NODES, "{'metadata':{'name':'n'},'spec':{}}");
        world.create(
                Resources.PODS,
                "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'a'},'spec':{'nodeName':'n',"
                        + "'tolerations':[" + tolerations + "]},'status':{'phase':'Running'}}");
        world.start(TaintEvictionController::new);
        taint(true);
    }

    private void taint(boolean tainted) {
        world.api.set(
                ResourceRef.of(Resources.NODES, "", "n"),
                n -> n.edit(root -> {
                    var taints = Json.child(root, "spec").putArray("taints");
                    if (tainted) {
                        taints.addObject().put("key", "k").put("value", "v").put("effect", "NoExecute");
                    }
                }));
        world.settle();
    }

    private boolean isThere() {
        return world.get(Resources.PODS, "a", "p") != null;
    }

    private List<String> events() {
        return world.api.lister(Resources.EVENTS).all().stream()
                .map(e -> Json.text(e.tree(), "reason") + ": " + Json.text(e.tree(), "message"))
                .toList();
    }

    @Test
    void podThatDoesNotTolerateGoesAtOnce() {
        start("{'key':'k','operator':'Equal','value':'other','effect':'NoExecute'}");
        assertThat(isThere()).isFalse();
        assertThat(events()).containsExactly("TaintManagerEviction: Marking for deletion Pod a/p");
    }

    @Test
    void podThatToleratesForAWhileGoesThen() {
        start("{'key':'k','operator':'Exists','effect':'NoExecute','tolerationSeconds':300}");
        world.loops.advance(Duration.ofSeconds(299));
        assertThat(isThere()).isTrue();
        world.loops.advance(Duration.ofSeconds(1));
        assertThat(isThere()).isFalse();
    }

    @Test
    void taintThatGoesInTimeSparesThePod() {
        start("{'operator':'Exists','tolerationSeconds':300}");
        world.loops.advance(Duration.ofSeconds(200));
        taint(false);
        assertThat(events()).containsExactly("TaintManagerEviction: Cancelling deletion of Pod a/p");
        taint(true);
        world.loops.advance(Duration.ofSeconds(299));
        assertThat(isThere()).isTrue();
    }

    @Test
    void podThatToleratesForEverStays() {
        start("{'key':'k','value':'v'}");
        world.loops.advance(Duration.ofDays(1));
        assertThat(isThere()).isTrue();
    }
}
