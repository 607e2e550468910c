package io.kubejar.scheduler.cycle;

import io.kubejar.scheduler.plugins.Plugin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of one cycle.
 *
 * @param node the node to bind the pod to; null when there is none
 * @param message why there is none, in upstream's words; "" when there is one
 * @param preemption what is said when no other pod can make room; "" when there is a node
 * @param resolvable the nodes on which it may help when other pods leave
 * @param rejectedBy the plugins that left nodes out; what concerns them wakes the pod
 * @param reasons for every node that was left out why, by its name
 * @param scores the weighted sums of the nodes that were ranked, by name; empty when there was one candidate only
 * @param asked how many nodes were asked
 */
public record Decision(
        @Nullable String node,
        String message,
        String preemption,
        List<String> resolvable,
        Set<String> rejectedBy,
        Map<String, Plugin.Rejection> reasons,
        Map<String, Long> scores,
        int asked) {}
