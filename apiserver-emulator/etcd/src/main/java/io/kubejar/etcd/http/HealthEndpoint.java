package io.kubejar.etcd.http;

import java.util.List;

/**
 * {@code /health}. A lone member leads itself, so with or without {@code serializable} the same is asked. Source: etcd 3.6
 * etcdhttp.HandleHealth and NewHealthHandler.
 */
final class HealthEndpoint {
    private final Checks checks;
    private final HealthCounts counts;

    private HealthEndpoint(Checks checks, HealthCounts counts) {
        this.checks = checks;
        this.counts = counts;
    }

    static Endpoint create(Checks checks, HealthCounts counts) {
        return Endpoint.get(new HealthEndpoint(checks, counts)::answer);
    }

    private Reply answer(RequestHead request) {
        String reason = reason(request.query().getOrDefault("exclude", List.of()));
        counts.health(reason.isEmpty());
        return reason.isEmpty() ? Reply.ok(Reply.PLAIN, body("true", "")) : Reply.error(503, body("false", reason));
    }

    private String reason(List<String> excluded) {
        String alarm = checks.alarm(excluded);
        if (!alarm.isEmpty()) {
            return "ALARM " + alarm;
        }
        String failure = checks.read();
        return failure.isEmpty() ? "" : "RANGE ERROR:" + failure;
    }

    private static String body(String health, String reason) {
        return "{\"health\":\"" + health + "\",\"reason\":\"" + reason + "\"}";
    }
}
