package io.kubejar.server.admission.podsecurity;

import org.jspecify.annotations.Nullable;

/**
 * One rule of a standard.
 *
 * @param id its name, by which checks are ordered
 * @param restricted whether only the strictest level has it
 * @param since the minor version from which it holds in this form
 * @param instead the id of the check of the lower level that it replaces, "" for none
 */
record Check(String id, boolean restricted, int since, String instead, Rule rule) {
    /** Looks at a pod. */
    @FunctionalInterface
    interface Rule {
        /** What is wrong; null when nothing is. */
        @Nullable
        Finding of(PodView pod);
    }

    static Check baseline(String id, int since, Rule rule) {
        return new Check(id, false, since, "", rule);
    }

    static Check restricted(String id, int since, String instead, Rule rule) {
        return new Check(id, true, since, instead, rule);
    }
}
