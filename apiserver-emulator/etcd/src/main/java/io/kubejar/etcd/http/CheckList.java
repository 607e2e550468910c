package io.kubejar.etcd.http;

import io.kubejar.etcd.engine.Alarm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /livez} or {@code /readyz}: checks by name, all at once or one by one below the path. Upstream's order is that of a
 * Go map, ours is the one in which it registers them. Source: etcd 3.6 etcdhttp.CheckRegistry, installLivezEndpoints and
 * installReadyzEndpoints.
 */
final class CheckList {
    private final String type;
    private final HealthCounts counts;
    private final Map<String, Supplier<String>> checks = new LinkedHashMap<>();

    private CheckList(String type, HealthCounts counts) {
        this.type = type;
        this.counts = counts;
    }

    /** Whether the process should be left running. */
    static CheckList livez(Checks checks, HealthCounts counts) {
        return new CheckList("livez", counts).add("serializable_read", checks::read);
    }

    /** Whether requests should be sent here. */
    static CheckList readyz(Checks checks, HealthCounts counts) {
        return new CheckList("readyz", counts)
                .add("data_corruption", () -> checks.noAlarm(Alarm.CORRUPT))
                .add("serializable_read", checks::read)
                .add("linearizable_read", checks::read) // a lone member agrees with itself
                .add("non_learner", () -> "");
    }

    private CheckList add(String name, Supplier<String> check) {
        checks.put(name, check);
        return this;
    }

    void addTo(Map<String, Endpoint> endpoints) {
        endpoints.put("/" + type, Endpoint.get(this::all));
        checks.keySet()
                .forEach(name -> endpoints.put(
                        "/" + type + "/" + name, Endpoint.get(request -> answer(request, List.of(name)))));
    }

    private Reply all(RequestHead request) {
        List<String> names = new ArrayList<>(checks.keySet());
        names.removeAll(request.query().getOrDefault("exclude", List.of()));
        return answer(request, names);
    }

    private Reply answer(RequestHead request, List<String> names) {
        StringBuilder lines = new StringBuilder();
        boolean well = true;
        for (String name : names) {
            String failure = checks.getOrDefault(name, () -> "").get();
            counts.check(new HealthCounts.Check(type, name), failure.isEmpty());
            well &= failure.isEmpty();
            lines.append(failure.isEmpty() ? "[+]" + name + " ok\n" : "[-]" + name + " failed: " + failure + "\n");
        }
        if (!well) {
            return Reply.error(503, lines.toString());
        }
        String detail = request.query().containsKey("verbose") ? lines.toString() : "";
        return Reply.ok(Reply.PLAIN, detail + "ok\n").with(Reply.NOTHING_ELSE);
    }
}
