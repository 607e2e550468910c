package io.kubejar.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What has happened to each pod, from every version of it that etcd has seen. */
record PodLives(Map<String, Life> byUid) {
    private static final String PODS = "/registry/pods/";
    private static final String EVENTS = "/registry/events/";
    private static final String END = "/zzz"; // behind all that a server writes

    /** All values that one pod has had. */
    record Life(
            Set<String> nodes, Set<String> containers, Set<String> starts, Set<Integer> restarts, List<String> told) {
        Life() {
            this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new ArrayList<>());
        }
    }

    /** Reads the whole history of an etcd of which nothing was compacted. */
    static PodLives read(Client etcd) throws Exception {
        PodLives out = new PodLives(new TreeMap<>());
        CompletableFuture<Void> done = new CompletableFuture<>();
        ByteSequence end = bytes(END);
        WatchOption all = WatchOption.builder()
                .withRevision(1)
                .withRange(bytes(END + "~"))
                .build();
        Watch.Listener listener = Watch.listener(
                response -> {
                    for (WatchEvent event : response.getEvents()) {
                        if (event.getKeyValue().getKey().equals(end)) {
                            done.complete(null);
                        } else if (event.getEventType() == WatchEvent.EventType.PUT) {
                            out.take(
                                    event.getKeyValue().getKey().toString(StandardCharsets.UTF_8),
                                    event.getKeyValue().getValue().getBytes());
                        }
                    }
                },
                done::completeExceptionally);
        etcd.getKVClient().put(end, end).get(30, TimeUnit.SECONDS);
        Watch.Watcher watcher = etcd.getWatchClient().watch(bytes("/"), all, listener);
        try {
            done.get(60, TimeUnit.SECONDS);
        } finally {
            watcher.close();
        }
        return out;
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private void take(String key, byte[] value) {
        if (key.startsWith(PODS)) {
            JsonNode pod = Json.parse(value);
            Life life = life(pod.at("/metadata/uid").asText());
            add(life.nodes(), pod.at("/spec/nodeName"));
            for (JsonNode container : pod.at("/status/containerStatuses")) {
                add(life.containers(), container.path("containerID"));
                add(life.starts(), container.at("/state/running/startedAt"));
                life.restarts().add(container.path("restartCount").asInt());
            }
        } else if (key.startsWith(EVENTS)) {
            JsonNode event = Json.parse(value);
            String reason = event.path("reason").asText();
            if (event.at("/involvedObject/kind").asText().equals("Pod")
                    && List.of("Scheduled", "Started").contains(reason)) {
                life(event.at("/involvedObject/uid").asText()).told().add(reason);
            }
        }
    }

    private Life life(String uid) {
        return byUid.computeIfAbsent(uid, key -> new Life());
    }

    private static void add(Set<String> values, JsonNode value) {
        if (!value.asText().isEmpty()) {
            values.add(value.asText());
        }
    }
}
