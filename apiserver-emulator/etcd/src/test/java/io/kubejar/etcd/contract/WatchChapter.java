package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

abstract class WatchChapter extends Chapter {
    private final List<Watch.Watcher> open = new ArrayList<>();

    @AfterEach
    void closeWatches() {
        open.forEach(Watch.Watcher::close);
        open.clear();
    }

    private static WatchOption.Builder option() {
        return WatchOption.builder().withCreateNotify(true);
    }

    private Recorder watch(String key, WatchOption.Builder option) {
        Recorder recorder = watchLoosely(key, option);
        recorder.awaitCreated();
        return recorder;
    }

    private Recorder watchLoosely(String key, WatchOption.Builder option) {
        Recorder recorder = new Recorder();
        open.add(setup().client().getWatchClient().watch(bytes(key), option.build(), recorder));
        return recorder;
    }

    @Test
    void aWatchSeesWhatHappensFromNowOn() {
        put("k", "before");
        Recorder recorder = watch("k", option());
        long put = put("k", "1");
        put("kk", "other");
        long deleted = delete("k");
        assertThat(recorder.await(2)).containsExactly("PUT k=1@" + put, "DELETE k=@" + deleted);
        assertThat(recorder.events.get(0).getKeyValue().getVersion()).isEqualTo(2);
        assertThat(recorder.events.get(1).getKeyValue().getCreateRevision()).isZero();
        assertThat(recorder.errors).isEmpty();
    }

    @Test
    void prefixesAndRangesAreWatched() {
        Recorder prefix = watch("p/", option().isPrefix(true));
        Recorder range = watch("a", option().withRange(bytes("c")));
        Recorder from = watch("q", option().withRange(bytes("\0")));
        Recorder all = watch("", option().isPrefix(true));
        for (String key : List.of("a", "b", "c", "p/1", "p0", "z")) {
            put(key, "");
        }
        assertThat(keysOf(all, 6)).containsExactly("a", "b", "c", "p/1", "p0", "z");
        assertThat(keysOf(prefix, 1)).containsExactly("p/1");
        assertThat(keysOf(range, 2)).containsExactly("a", "b");
        assertThat(keysOf(from, 1)).containsExactly("z");
    }

    private static List<String> keysOf(Recorder recorder, int count) {
        recorder.await(count);
        return recorder.events.stream()
                .map(event -> event.getKeyValue().getKey().toString(UTF_8))
                .toList();
    }

    @Test
    void aWatchFromThePastSeesEverythingSinceAndGoesOn() {
        put("k", "0");
        long first = put("k", "1");
        long second = delete("k");
        Recorder recorder = watch("k", option().withRevision(first));
        recorder.await(2);
        long third = put("k", "3");
        assertThat(recorder.await(3)).containsExactly("PUT k=1@" + first, "DELETE k=@" + second, "PUT k=3@" + third);
    }

    @Test
    void aWatchFromTheFutureWaitsForIt() {
        long now = put("k", "0");
        Recorder recorder = watch("k", option().withRevision(now + 3));
        put("k", "1");
        put("k", "2");
        long third = put("k", "3");
        assertThat(recorder.await(1)).containsExactly("PUT k=3@" + third);
    }

    @Test
    void aRevisionsEventsComeTogether() {
        Recorder recorder = watch("", option().isPrefix(true));
        get(kv().txn()
                .Then(
                        Op.put(bytes("b"), bytes("1"), PutOption.DEFAULT),
                        Op.put(bytes("a"), bytes("2"), PutOption.DEFAULT))
                .commit());
        recorder.await(2);
        assertThat(recorder.responses).filteredOn(r -> !r.getEvents().isEmpty()).hasSize(1);
        assertThat(keysOf(recorder, 2)).containsExactly("b", "a");
    }

    @Test
    void filtersLeaveOutPutsOrDeletions() {
        Recorder noPut = watch("k", option().withNoPut(true));
        Recorder noDelete = watch("k", option().withNoDelete(true));
        put("k", "1");
        delete("k");
        put("k", "2");
        delete("k");
        noPut.await(2);
        noDelete.await(2);
        assertThat(noPut.events).extracting(WatchEvent::getEventType).containsOnly(WatchEvent.EventType.DELETE);
        assertThat(noDelete.events).extracting(WatchEvent::getEventType).containsOnly(WatchEvent.EventType.PUT);
    }

    @Test
    void whatWasBeforeComesAlongWhenAsked() {
        Recorder with = watch("k", option().withPrevKV(true));
        Recorder without = watch("k", option());
        put("k", "1");
        put("k", "2");
        delete("k");
        with.await(3);
        assertThat(with.events.get(0).getPrevKV().getVersion()).isZero();
        assertThat(with.events.get(1).getPrevKV().getValue()).isEqualTo(bytes("1"));
        assertThat(with.events.get(2).getPrevKV().getValue()).isEqualTo(bytes("2"));
        assertThat(with.events.get(2).getPrevKV().getVersion()).isEqualTo(2);
        without.await(3);
        assertThat(without.events.get(2).getPrevKV().getVersion()).isZero();
    }

    @Test
    void aWatchBelowTheCompactionEndsWithAnErrorThatNamesIt() {
        long first = put("k", "1");
        long second = put("k", "2");
        long third = put("k", "3");
        get(kv().compact(third));
        Recorder tooOld = watchLoosely("k", option().withRevision(first));
        assertThat(tooOld.awaitError()).isInstanceOfSatisfying(CompactedException.class, e -> {
            assertThat(e.getCompactedRevision()).isEqualTo(third);
            assertThat(e).hasMessage("etcdserver: mvcc: required revision has been compacted");
        });
        await().until(() -> tooOld.completed);
        assertThat(watchLoosely("k", option().withRevision(second)).awaitError())
                .isInstanceOf(CompactedException.class);
        assertThat(watch("k", option().withRevision(third)).await(1)).containsExactly("PUT k=3@" + third);
    }

    @Test
    void aDeletionAtTheCompactionRevisionIsStillSeen() {
        put("k", "1");
        long deleted = delete("k");
        get(kv().compact(deleted));
        Recorder recorder = watch("k", option().withRevision(deleted));
        long next = put("k", "2");
        if (setup().has(Deviation.DELETE_AT_COMPACTION_FORGOTTEN)) {
            await().until(() -> recorder.await(1).contains("PUT k=2@" + next));
        } else {
            assertThat(recorder.await(2)).containsExactly("DELETE k=@" + deleted, "PUT k=2@" + next);
        }
    }

    @Test
    void progressIsToldOnRequest() {
        Recorder recorder = watch("k", option());
        long revision = put("other", "1");
        open.get(0).requestProgress();
        assertThat(recorder.awaitProgress().getHeader().getRevision()).isEqualTo(revision);
    }

    @Test
    void aClosedWatchSeesNothingMore() {
        Recorder recorder = watch("k", option());
        Recorder other = watch("k", option());
        open.get(0).close();
        await().until(() -> recorder.completed);
        assertThat(open.get(0).isClosed()).isTrue();
        put("k", "1");
        other.await(1);
        assertThat(recorder.events).isEmpty();
    }

    @Test
    void manyWatchesSeeTheSameThingsInTheSameOrder() {
        List<Recorder> recorders = new ArrayList<>();
        long start = revision() + 1;
        for (int i = 0; i < 10; i++) {
            recorders.add(watch("m/", option().isPrefix(true).withRevision(start)));
        }
        for (int i = 0; i < 100; i++) {
            put("m/" + i % 7, "" + i);
        }
        List<String> first = recorders.get(0).await(100);
        assertThat(first).hasSize(100);
        recorders.forEach(recorder -> assertThat(recorder.await(100)).isEqualTo(first));
    }

    @Test
    void deliveryIsAtOnceWhereThatIsPromised() {
        Recorder recorder = watch("k", option());
        put("k", "1");
        if (setup().has(Deviation.DELIVERED_AT_ONCE)) {
            assertThat(recorder.events).hasSize(1);
        } else {
            assertThat(recorder.await(1)).hasSize(1);
        }
    }
}
