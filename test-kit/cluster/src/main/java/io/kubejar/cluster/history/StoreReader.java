package io.kubejar.cluster.history;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the past from etcd. What etcd refuses is thrown as {@link StatusException} in its own words. Thread-safe. */
final class StoreReader {
    /** Where all objects are. */
    static final String ROOT = "/registry/";

    private static final long TIMEOUT_SECONDS = 30;
    /** As the first key it means all keys, as the end of a range it means no end. */
    private static final ByteSequence ALL = ByteSequence.from(new byte[] {0});

    private final Client client;

    /** Reads through any jetcd client. */
    StoreReader(Client client) {
        this.client = client;
    }

    /** The store's revision now. */
    long revision() {
        return range(ROOT, GetOption.builder().withCountOnly(true).build())
                .getHeader()
                .getRevision();
    }

    /** What was at a key; null when there was nothing. */
    @Nullable
    Stored get(String key, long revision) {
        GetResponse answer =
                range(key, GetOption.builder().withRevision(revision).build());
        return answer.getKvs().isEmpty() ? null : stored(answer.getKvs().get(0));
    }

    /** What was below a prefix, in the order of the keys. */
    List<Stored> list(String prefix, long revision) {
        GetOption option =
                GetOption.builder().isPrefix(true).withRevision(revision).build();
        return range(prefix, option).getKvs().stream().map(StoreReader::stored).toList();
    }

    private GetResponse range(String key, GetOption option) {
        return await(client.getKVClient().get(bytes(key), option));
    }

    /** All that was written from the oldest revision that is kept up to now. */
    Recording recording() {
        long now = revision();
        try {
            return new Recording(0, now, List.of(), changes(1, now));
        } catch (Compacted e) {
            List<Stored> base = list(ROOT, e.revision);
            List<Stored> changes = e.revision < now ? changes(e.revision + 1, now) : List.of();
            return new Recording(e.revision, now, base, changes);
        }
    }

    /** The writes of these revisions in their order. A revision is always a write, so the last one ends the reading. */
    private List<Stored> changes(long from, long to) {
        Collector collector = new Collector(to);
        WatchOption option =
                WatchOption.builder().withRevision(from).withRange(ALL).build();
        if (to <= 1) {
            return List.of(); // an empty store is at revision 1
        }
        Watch.Watcher watcher = client.getWatchClient().watch(ALL, option, collector);
        try {
            return await(collector.done);
        } finally {
            watcher.close();
        }
    }

    /** The oldest revision that can be read is a later one. */
    private static final class Compacted extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long revision;

        Compacted(long revision) {
            super(null, null, false, false);
            this.revision = revision;
        }
    }

    private static final class Collector implements Watch.Listener {
        private final long last;
        private final List<Stored> found = new ArrayList<>(); // called by one thread at a time
        private final CompletableFuture<List<Stored>> done = new CompletableFuture<>();

        Collector(long last) {
            this.last = last;
        }

        @Override
        public void onNext(WatchResponse response) {
            for (WatchEvent event : response.getEvents()) {
                long revision = event.getKeyValue().getModRevision();
                if (revision > last) {
                    break;
                }
                Stored stored = stored(event.getKeyValue());
                boolean gone = event.getEventType() == WatchEvent.EventType.DELETE;
                if (stored.key().startsWith(ROOT)) {
                    found.add(gone ? new Stored(stored.key(), revision, null) : stored);
                }
            }
            List<WatchEvent> events = response.getEvents();
            if (!events.isEmpty() && events.get(events.size() - 1).getKeyValue().getModRevision() >= last) {
                done.complete(List.copyOf(found));
            }
        }

        @Override
        public void onError(Throwable error) {
            done.completeExceptionally(
                    error instanceof CompactedException compacted
                            ? new Compacted(compacted.getCompactedRevision())
                            : error);
        }

        @Override
        public void onCompleted() {
            done.completeExceptionally(new IllegalStateException("the store has been closed"));
        }
    }

    private static Stored stored(KeyValue kv) {
        return new Stored(
                kv.getKey().toString(StandardCharsets.UTF_8),
                kv.getModRevision(),
                kv.getValue().getBytes());
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw refusal(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw StatusException.of(Reason.TIMEOUT, "etcdserver: request timed out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StatusException.of(Reason.SERVICE_UNAVAILABLE, "interrupted while reading the store");
        }
    }

    private static RuntimeException refusal(Throwable cause) {
        if (cause instanceof Compacted compacted) {
            return compacted;
        }
        String words = String.valueOf(cause.getMessage());
        int begin = words.indexOf("etcdserver: ");
        String message = begin < 0 ? words : words.substring(begin);
        if (message.contains("has been compacted")) {
            return StatusException.expired(message);
        }
        return StatusException.of(
                message.contains("future revision") ? Reason.BAD_REQUEST : Reason.INTERNAL_ERROR, message);
    }
}
