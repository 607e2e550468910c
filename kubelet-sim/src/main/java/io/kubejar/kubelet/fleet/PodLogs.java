package io.kubejar.kubelet.fleet;

import io.kubejar.core.object.Json;
import io.kubejar.kubelet.log.ContainerLog;
import io.kubejar.kubelet.pod.ContainerRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The logs of a pod's containers: of the present or last instance, and of the one before. Thread-safe. */
final class PodLogs {
    private static final int MESSAGE_LINES = 80;
    private static final int MESSAGE_CHARACTERS = 2048;

    private record Instance(String id, ContainerLog log) {}

    private final Map<String, ContainerLog> byInstance = new ConcurrentHashMap<>();
    private final Map<String, List<Instance>> byContainer = new ConcurrentHashMap<>();

    /** The log of a new instance; that of the one before the last is forgotten. */
    ContainerLog next(ContainerRun c) {
        ContainerLog log = new ContainerLog();
        String name = c.spec().name();
        List<Instance> before = byContainer.getOrDefault(name, List.of());
        Instance fresh = new Instance(c.containerId(), log);
        byInstance.put(fresh.id(), log);
        if (before.isEmpty()) {
            byContainer.put(name, List.of(fresh));
            return log;
        }
        Instance last = before.get(before.size() - 1);
        before.stream().filter(i -> !i.id().equals(last.id())).forEach(i -> byInstance.remove(i.id()));
        byContainer.put(name, List.of(last, fresh));
        return log;
    }

    /** The log of an instance by its container id; null when it is not kept. */
    @Nullable
    ContainerLog of(String containerId) {
        return byInstance.get(containerId);
    }

    /** The message of a container that has ended: its own, or the end of its log when it asks for that. */
    String terminationMessage(ContainerRun c, int code, String own) {
        boolean fallback = "FallbackToLogsOnError".equals(Json.text(c.spec().json(), "terminationMessagePolicy"));
        ContainerLog log = of(c.containerId());
        if (!own.isEmpty() || !fallback || code == 0 || log == null) {
            return own;
        }
        List<ContainerLog.Line> lines = log.lines();
        String text = lines.subList(Math.max(0, lines.size() - MESSAGE_LINES), lines.size()).stream()
                .map(ContainerLog.Line::text)
                .collect(Collectors.joining());
        return text.substring(Math.max(0, text.length() - MESSAGE_CHARACTERS));
    }
}
