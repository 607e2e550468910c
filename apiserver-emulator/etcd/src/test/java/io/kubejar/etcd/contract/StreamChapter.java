package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.WatchRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many watches at once, watches that end, large answers. */
abstract class StreamChapter extends Chapter {
    private static final int FRAGMENT_REQUEST_FIELD = 8; // in WatchCreateRequest; newer than the message class
    private static final int FRAGMENT_FIELD = 7; // in WatchResponse
    private static final int MANY = 200;
    private static final int LARGE = 1024 * 1024;
    private static final int FRAGMENT_BYTES = 2 * 1024 * 1024;

    private final List<WatchRecord> open = new ArrayList<>();

    @AfterEach
    void closeWatches() {
        open.forEach(WatchRecord::close);
        open.clear();
    }

    private WatchRecord watch(String key, UnaryOperator<WatchCreateRequest.Builder> more) {
        WatchRecord watch = door().watch(
                        more.apply(WatchCreateRequest.newBuilder().setKey(Requests.bytes(key)))
                                .build());
        watch.await("the beginning", () -> !watch.responses().isEmpty());
        open.add(watch);
        return watch;
    }

    private static List<String> texts(WatchRecord watch, int count) {
        watch.await(count + " events", () -> watch.eventCount() >= count);
        return watch.events().stream()
                .map(event -> event.getType() + " " + event.getKv().getKey().toStringUtf8() + " "
                        + event.getKv().getModRevision())
                .toList();
    }

    @Test
    void manyWatchesOnOneStreamEachGetTheirOwn() {
        List<WatchRecord> watches = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            watches.add(watch("many/" + i, request -> request));
        }
        WatchRecord all = watch("many/", request -> request.setRangeEnd(Requests.bytes("many0")));
        for (int i = 0; i < MANY; i += 2) {
            watches.get(i).close();
        }
        List<Long> revisions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            revisions.add(put("many/" + i, "x"));
        }
        assertThat(texts(all, MANY)).hasSize(MANY);
        for (int i = 0; i < MANY; i++) {
            if (i % 2 == 0) {
                assertThat(watches.get(i).events()).isEmpty();
            } else {
                assertThat(texts(watches.get(i), 1)).containsExactly("PUT many/" + i + " " + revisions.get(i));
            }
        }
    }

    @Test
    void aWatchThatCannotBeIsRefusedAndTheOthersGoOn() {
        WatchRecord good = watch("k", request -> request);
        WatchRecord empty = watch("b", request -> request.setRangeEnd(Requests.bytes("a")));
        assertThat(empty.refusal()).isEqualTo("mvcc: watcher range is empty");
        WatchRecord one = watch("b", request -> request.setRangeEnd(Requests.bytes("b")));
        assertThat(one.refusal()).isEqualTo("mvcc: watcher range is empty");
        WatchRecord negative = watch("k", request -> request.setStartRevision(-1));
        if (!setup().has(Deviation.NEGATIVE_REVISION_ENDED_LATER)) {
            assertThat(negative.refusal()).isEqualTo("etcdserver: mvcc: required revision has been compacted");
        }
        assertThat(texts(good, put("k", "1") > 0 ? 1 : 0)).hasSize(1);
    }

    @Test
    void filtersMayLeaveNothing() {
        WatchRecord nothing = watch(
                "k",
                request -> request.addFilters(WatchCreateRequest.FilterType.NOPUT)
                        .addFilters(WatchCreateRequest.FilterType.NODELETE));
        WatchRecord deletions = watch("k", request -> request.addFilters(WatchCreateRequest.FilterType.NOPUT));
        put("k", "1");
        long deleted = delete("k");
        assertThat(texts(deletions, 1)).containsExactly("DELETE k " + deleted);
        nothing.close();
        assertThat(nothing.events()).isEmpty();
    }

    @Test
    void aWatchThatIsUpToDateOutlivesACompaction() {
        long start = revision();
        WatchRecord now = watch("k", request -> request);
        WatchRecord later = watch("k", request -> request.setStartRevision(start + 4));
        put("other", "1");
        put("k", "1");
        put("other", "2");
        put("other", "3");
        assertThat(texts(now, 1)).hasSize(1);
        get(kv().compact(put("other", "4")));
        long last = put("k", "2");
        assertThat(texts(now, 2)).containsExactly("PUT k " + (start + 2), "PUT k " + last);
        assertThat(texts(later, 1)).containsExactly("PUT k " + last);
        assertThat(now.isEnded()).isFalse();
    }

    @Test
    void aWatchFromBeforeACompactionEndsAndIsToldWhere() {
        long first = put("k", "1");
        long second = put("k", "2");
        put("k", "3");
        get(kv().compact(second));
        WatchRecord watch = watch("k", request -> request.setStartRevision(first));
        watch.await("the end", watch::isEnded);
        assertThat(watch.compactRevision()).isEqualTo(second);
        assertThat(watch.events()).isEmpty();
        assertThat(watch("k", request -> request.setStartRevision(second)).isEnded())
                .isFalse();
    }

    @Test
    void progressIsToldToAllWhenAsked() {
        WatchRecord one = watch("k", request -> request);
        WatchRecord other = watch("l", request -> request);
        long revision = put("k", "1");
        assertThat(texts(one, 1)).hasSize(1);
        door().requestProgress();
        for (WatchRecord watch : List.of(one, other)) {
            watch.await("progress", () -> watch.responses().stream().anyMatch(WatchRecord::isProgress));
            assertThat(watch.responses())
                    .filteredOn(WatchRecord::isProgress)
                    .allMatch(response -> response.getHeader().getRevision() == revision);
        }
    }

    private static boolean isFragment(WatchResponse response) {
        return response.getUnknownFields().hasField(FRAGMENT_FIELD);
    }

    @Test
    void largeAnswersComeInPiecesWhenThatIsAskedFor() {
        boolean wire = door().abilities().contains(Door.Ability.ALL_FIELDS);
        for (int i = 0; i < 5; i++) {
            ByteString value = ByteString.copyFrom(new byte[LARGE]);
            assertThat(door().call(Requests.put("large/" + i, put -> put.setValue(value)))
                            .isRefusal())
                    .isFalse();
        }
        UnknownFieldSet fragment = UnknownFieldSet.newBuilder()
                .addField(
                        FRAGMENT_REQUEST_FIELD,
                        UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        WatchRecord whole = watch(
                "large/",
                request -> request.setRangeEnd(Requests.bytes("large0")).setPrevKv(true));
        WatchRecord pieces = watch(
                "large/",
                request -> (wire ? request.setUnknownFields(fragment) : request)
                        .setRangeEnd(Requests.bytes("large0"))
                        .setPrevKv(true));
        assertThat(door().call(Requests.drop("large/", "large0")).isRefusal()).isFalse();
        assertThat(texts(pieces, 5)).isEqualTo(texts(whole, 5)).hasSize(5);
        assertThat(pieces.events()).allMatch(Event::hasPrevKv);
        assertThat(whole.responses()).noneMatch(StreamChapter::isFragment);
        if (wire) {
            List<WatchResponse> parts = pieces.responses().stream()
                    .filter(response -> response.getEventsCount() > 0)
                    .toList();
            assertThat(parts).hasSizeGreaterThan(1).allMatch(part -> part.getSerializedSize() < FRAGMENT_BYTES);
            for (int i = 0; i < parts.size(); i++) {
                assertThat(isFragment(parts.get(i))).as("part %s", i).isEqualTo(i < parts.size() - 1);
            }
        }
    }
}
