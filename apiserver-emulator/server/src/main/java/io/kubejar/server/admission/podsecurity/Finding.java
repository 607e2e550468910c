package io.kubejar.server.admission.podsecurity;

import java.util.List;
import java.util.stream.Collectors;

/** What one check finds wrong with a pod. */
record Finding(String reason, String detail) {
    /** All of them as a refusal tells it. Upstream: AggregateCheckResult.ForbiddenDetail, policy/checks.go. */
    static String details(List<Finding> all) {
        return all.stream().map(one -> one.reason() + " (" + one.detail() + ")").collect(Collectors.joining(", "));
    }

    /** The reasons alone. */
    static String reasons(List<Finding> all) {
        return all.stream().map(Finding::reason).collect(Collectors.joining(", "));
    }
}
