package io.kubejar.cluster.history;

import io.kubejar.cluster.Timeline;
import io.kubejar.core.object.ApiObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Histories that never happened. */
final class Made {
    private Made() {}

    static State state(long revision, String json) {
        ApiObject object = json.isEmpty() ? null : ApiObject.ofJson(json.replace('\'', '"'));
        return new State(revision, object, write(revision));
    }

    static Timeline.Entry write(long revision) {
        return new Timeline.Entry(revision, Instant.EPOCH, "jane", "update", "/api/v1/x", revision - 1);
    }

    static ObjectHistory of(long since, State... states) {
        return new ObjectHistory(
                "pods default/a", since, List.of(states), state -> List.of("because of " + state.revision()));
    }

    static ObjectsHistory all(long since, Map<String, List<State>> states) {
        return new ObjectsHistory("pods in default", since, states, state -> List.of("because of " + state.revision()));
    }
}
