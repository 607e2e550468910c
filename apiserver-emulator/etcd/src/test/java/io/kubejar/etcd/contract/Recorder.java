package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Keeps what a watch delivers. */
final class Recorder implements Watch.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final List<WatchResponse> responses = new CopyOnWriteArrayList<>();
    final List<WatchEvent> events = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    volatile boolean completed;

    @Override
    public void onNext(WatchResponse response) {
        events.addAll(response.getEvents());
        responses.add(response);
    }

    @Override
    public void onError(Throwable error) {
        errors.add(error);
    }

    @Override
    public void onCompleted() {
        completed = true;
    }

    void awaitCreated() {
        Awaitility.await().atMost(PATIENCE).until(() -> responses.stream().anyMatch(WatchResponse::isCreatedNotify));
    }

    /** The events once there are so many, as {@code PUT key=value@revision}. */
    List<String> await(int count) {
        Recorder self = this;
        Awaitility.await().atMost(PATIENCE).until(() -> self.events.size() >= count);
        return events.stream().map(Recorder::text).toList();
    }

    WatchResponse awaitProgress() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> responses.stream()
                                .filter(WatchResponse::isProgressNotify)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    Throwable awaitError() {
        Awaitility.await().atMost(PATIENCE).until(() -> !errors.isEmpty());
        return errors.get(0);
    }

    private static String text(WatchEvent event) {
        return event.getEventType() + " " + event.getKeyValue().getKey().toString(UTF_8) + "="
                + event.getKeyValue().getValue().toString(UTF_8) + "@"
                + event.getKeyValue().getModRevision();
    }
}
