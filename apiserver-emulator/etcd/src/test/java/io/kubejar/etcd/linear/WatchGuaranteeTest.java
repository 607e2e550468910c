package io.kubejar.etcd.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.kubejar.etcd.door.WatchRecord;
import io.kubejar.etcd.model.Answer;
import io.kubejar.etcd.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** That each check finds what it is there for. */
class WatchGuaranteeTest {
    private static final WatchCreateRequest ALL = WatchCreateRequest.newBuilder()
            .setKey(WholeStore.bytes("a"))
            .setRangeEnd(WholeStore.bytes("c"))
            .setStartRevision(2)
            .setPrevKv(true)
            .build();

    private static RequestOp put(String key, String value) {
        return RequestOp.newBuilder()
                .setRequestPut(
                        PutRequest.newBuilder().setKey(WholeStore.bytes(key)).setValue(WholeStore.bytes(value)))
                .build();
    }

    private static RequestOp delete(String key) {
        return RequestOp.newBuilder()
                .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(WholeStore.bytes(key)))
                .build();
    }

    private static RequestOp both(RequestOp one, RequestOp other) {
        return RequestOp.newBuilder()
                .setRequestTxn(TxnRequest.newBuilder().addSuccess(one).addSuccess(other))
                .build();
    }

    /** Revisions 2 to 6; c is not watched, 5 writes two keys. */
    private static final List<RequestOp> WRITES =
            List.of(put("a", "1"), put("c", "1"), put("a", "2"), both(put("a", "3"), put("b", "1")), delete("b"));

    private static Truth truth(Set<Long> compactions) {
        Model model = Model.fresh();
        List<Operation<RequestOp, Answer>> history = new ArrayList<>();
        for (RequestOp write : WRITES) {
            long time = 2L * history.size();
            history.add(new Operation<>(write, model.call(write), time + 1, time + 2));
        }
        return new Truth(history, compactions);
    }

    private static Event event(long revision, int index) {
        return truth(Set.of()).events(revision).get(index);
    }

    private static WatchResponse created(long revision) {
        return at(revision).setCreated(true).build();
    }

    private static WatchResponse.Builder at(long revision) {
        WatchResponse.Builder response = WatchResponse.newBuilder();
        response.getHeaderBuilder().setRevision(revision);
        return response;
    }

    private static WatchResponse events(Event... events) {
        return at(6).addAllEvents(Arrays.asList(events)).build();
    }

    private static List<String> complaints(
            WatchCreateRequest request, Set<Long> compactions, WatchResponse... responses) {
        WatchRecord record = new WatchRecord(request);
        record.add(created(6));
        Arrays.asList(responses).forEach(record::add);
        return WatchGuarantee.complaints(new Watched(record, 6), truth(compactions));
    }

    private static void assertBroken(WatchGuarantee guarantee, WatchResponse... responses) {
        assertThat(complaints(ALL, Set.of(), responses)).anyMatch(complaint -> complaint.startsWith(guarantee + ":"));
    }

    private static Event changed(Event event, UnaryOperator<Event.Builder> change) {
        return change.apply(event.toBuilder()).build();
    }

    @Test
    void whatIsRightIsRight() {
        assertThat(complaints(
                        ALL,
                        Set.of(),
                        events(event(2, 0), event(4, 0)),
                        at(4).build(),
                        events(event(5, 0), event(5, 1)),
                        events(event(6, 0)),
                        at(6).build()))
                .isEmpty();
    }

    @Test
    void filter() {
        assertBroken(WatchGuarantee.FILTER, events(event(3, 0)));
        WatchCreateRequest noPut =
                ALL.toBuilder().addFilters(WatchCreateRequest.FilterType.NOPUT).build();
        assertThat(complaints(noPut, Set.of(), events(event(6, 0)))).isEmpty();
        assertThat(complaints(noPut, Set.of(), events(event(2, 0), event(6, 0))))
                .anyMatch(complaint -> complaint.startsWith("FILTER:"));
    }

    @Test
    void ordered() {
        assertBroken(WatchGuarantee.ORDERED, events(event(4, 0)), events(event(2, 0)));
    }

    @Test
    void unique() {
        assertBroken(WatchGuarantee.UNIQUE, events(event(2, 0), event(2, 0)));
    }

    @Test
    void atomic() {
        assertBroken(WatchGuarantee.ATOMIC, events(event(5, 0)), events(event(5, 1)));
    }

    @Test
    void reliable() {
        assertBroken(WatchGuarantee.RELIABLE, events(event(2, 0), event(5, 0), event(5, 1), event(6, 0)));
        assertBroken(WatchGuarantee.RELIABLE, events(event(2, 0), event(4, 0), event(5, 0), event(5, 1)));
        Event wrong = changed(event(4, 0), event -> {
            event.getKvBuilder().setVersion(7);
            return event;
        });
        assertBroken(WatchGuarantee.RELIABLE, events(event(2, 0), wrong, event(5, 0), event(5, 1), event(6, 0)));
    }

    @Test
    void resumable() {
        WatchCreateRequest resumed = ALL.toBuilder().setStartRevision(4).build();
        assertThat(complaints(resumed, Set.of(), events(event(5, 0), event(5, 1)), events(event(6, 0))))
                .anyMatch(complaint -> complaint.startsWith("RESUMABLE:"));
        assertThat(complaints(resumed, Set.of(), events(event(4, 0), event(5, 0), event(5, 1)), events(event(6, 0))))
                .isEmpty();
    }

    @Test
    void bookmarkable() {
        assertBroken(WatchGuarantee.BOOKMARKABLE, at(4).build(), events(event(2, 0)));
        assertBroken(WatchGuarantee.BOOKMARKABLE, events(event(4, 0)), at(3).build());
        assertBroken(WatchGuarantee.BOOKMARKABLE, at(6).build(), at(5).build());
    }

    @Test
    void previousValue() {
        assertBroken(WatchGuarantee.PREVIOUS_VALUE, events(changed(event(4, 0), Event.Builder::clearPrevKv)));
        assertBroken(
                WatchGuarantee.PREVIOUS_VALUE,
                events(changed(event(2, 0), event -> event.setPrevKv(event(4, 0).getKv()))));
        WatchCreateRequest last = ALL.toBuilder().setStartRevision(6).build();
        Event bare = changed(event(6, 0), Event.Builder::clearPrevKv);
        assertThat(complaints(last, Set.of(6L), events(bare))).isEmpty();
        assertThat(complaints(last, Set.of(5L), events(bare))).isNotEmpty();
    }

    @Test
    void isCreate() {
        assertBroken(WatchGuarantee.IS_CREATE, events(changed(event(4, 0), event -> {
            event.getKvBuilder().setCreateRevision(4);
            return event;
        })));
    }

    @Test
    void endsRightly() {
        WatchResponse end = at(6).setCanceled(true).setCompactRevision(4).build();
        assertThat(complaints(ALL, Set.of(), end)).anyMatch(complaint -> complaint.startsWith("ENDS_RIGHTLY:"));
        assertThat(complaints(ALL, Set.of(4L), end)).noneMatch(complaint -> complaint.startsWith("ENDS_RIGHTLY:"));
        assertThat(complaints(ALL, Set.of(4L), events(event(2, 0), event(4, 0)), end))
                .anyMatch(complaint -> complaint.startsWith("ENDS_RIGHTLY:"));
    }

    @Test
    void aWriteThatCameToSomethingElseIsNoTruth() {
        Model model = Model.fresh();
        Answer first = model.call(put("a", "1"));
        List<Operation<RequestOp, Answer>> twice =
                List.of(new Operation<>(put("a", "1"), first, 1, 2), new Operation<>(put("a", "2"), first, 3, 4));
        assertThatThrownBy(() -> new Truth(twice, Set.of())).isInstanceOf(AssertionError.class);
    }
}
