package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.Map;

/**
 * Gives pods the number of their priority class. There are the two classes that every cluster has; others are not served.
 * Upstream: plugin/pkg/admission/priority/admission.go, v1.36.
 */
public final class Priority implements AdmissionPlugin {
    private static final String PREEMPTION = "PreemptLowerPriority";
    private static final int WITHOUT_CLASS = 0;
    private static final Map<String, Integer> CLASSES =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    @Override
    public String name() {
        return "Priority";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = request.object();
        if (pod == null || !request.isFor("", "pods")) {
            return;
        }
        ObjectNode spec = Json.child(pod, "spec");
        ObjectNode old = request.old();
        if (old == null) {
            created(request, spec);
            return;
        }
        for (String field : new String[] {"priority", "preemptionPolicy"}) {
            if (!spec.hasNonNull(field) && old.path("spec").hasNonNull(field)) {
                spec.set(field, old.path("spec").get(field));
            }
        }
    }

    private static void created(AdmissionRequest request, ObjectNode spec) {
        String name = Json.textOr(spec, "", "priorityClassName");
        Integer known = CLASSES.get(name);
        if (known == null && !name.isEmpty()) {
            throw request.forbidden("no PriorityClass with name " + name + " was found");
        }
        int priority = known == null ? WITHOUT_CLASS : known;
        long asked = Json.number(spec, priority, "priority");
        if (asked != priority) {
            throw request.forbidden("the integer value of priority (" + asked
                    + ") must not be provided in pod spec; priority admission controller computed " + priority
                    + " from the given PriorityClass name");
        }
        String policy = Json.textOr(spec, PREEMPTION, "preemptionPolicy");
        if (!policy.equals(PREEMPTION)) {
            throw request.forbidden("the string value of PreemptionPolicy (" + policy
                    + ") must not be provided in pod spec; priority admission controller computed " + PREEMPTION
                    + " from the given PriorityClass name");
        }
        spec.put("priority", priority).put("preemptionPolicy", PREEMPTION);
    }
}
