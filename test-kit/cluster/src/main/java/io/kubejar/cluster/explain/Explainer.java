package io.kubejar.cluster.explain;

import io.kubejar.cluster.Timeline;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.List;

/** Writes out what is known of an object: how it is, why it is not better, what was said about it, why it exists. */
public final class Explainer {
    private Explainer() {}

    /**
     * Several lines.
     *
     * @param path the object's path below the API
     */
    public static String of(ApiObject object, String path, Timeline timeline, Sight sight) {
        StringBuilder out = new StringBuilder(headline(object)).append('\n');
        List<String> reasons = Reasons.of(object, sight);
        reasons.forEach(why -> line(out, why));
        for (ApiObject event : Look.events(object, sight)) {
            line(
                    out,
                    "event " + event.at("reason").asText() + ": "
                            + event.at("message").asText());
        }
        Existence.of(object, path, timeline, sight).forEach(why -> line(out, why));
        return out.toString();
    }

    private static void line(StringBuilder out, String text) {
        out.append("  ").append(text.replace("\n", "\n    ")).append('\n');
    }

    private static String headline(ApiObject object) {
        String what = object.kind().toLowerCase(java.util.Locale.ROOT) + " " + object.key();
        if (object.isTerminating()) {
            return what + " is being deleted since " + Json.textOr(object.metadata(), "", "deletionTimestamp");
        }
        if (object.kind().equals("Pod")) {
            String node = Json.textOr(object.spec(), "", "nodeName");
            return what + " is " + Json.textOr(object.status(), "Pending", "phase")
                    + (node.isEmpty() ? ", not assigned to a node" : " on " + node);
        }
        String phase = Json.textOr(object.status(), "", "phase");
        return phase.isEmpty() ? what : what + " is " + phase;
    }
}
