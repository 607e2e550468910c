package io.kubejar.etcd.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.kubejar.core.chance.Chance;
import io.kubejar.etcd.linear.Register.Input;
import io.kubejar.etcd.model.Answer;
import io.kubejar.etcd.model.Model;
import io.kubejar.testing.SeededTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the checker accepts what can be explained, and nothing else. */
class LinearizabilityTest {
    private static Operation<Input, String> write(String value, long called, long returned) {
        return new Operation<>(new Input(value, null), Register.DONE, called, returned);
    }

    private static Operation<Input, String> swap(String from, String to, String output, long called, long returned) {
        return new Operation<>(new Input(to, from), output, called, returned);
    }

    private static Operation<Input, String> read(String value, long called, long returned) {
        return new Operation<>(new Input(null, null), value, called, returned);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    private static String complaint(Operation<Input, String>... history) {
        return Linearizability.complaint(new Register(), List.of(history));
    }

    @Test
    void oneAfterTheOther() {
        assertThat(complaint()).isEmpty();
        assertThat(complaint(write("1", 1, 2), read("1", 3, 4))).isEmpty();
        assertThat(complaint(write("1", 1, 2), read("", 3, 4))).contains("no order explains it");
        assertThat(complaint(read("1", 1, 2), write("1", 3, 4))).isNotEmpty();
    }

    @Test
    void whatOverlapsMayComeInEitherOrder() {
        assertThat(complaint(write("1", 1, 4), read("", 2, 3))).isEmpty();
        assertThat(complaint(write("1", 1, 4), read("1", 2, 3))).isEmpty();
        assertThat(complaint(write("1", 1, 10), write("2", 2, 9), read("2", 3, 4), read("1", 5, 6)))
                .isEmpty();
    }

    @Test
    void nobodySeesTheOldOnceSomebodyHasSeenTheNew() {
        assertThat(complaint(write("1", 1, 10), read("1", 2, 3), read("", 4, 5)))
                .isNotEmpty();
        assertThat(complaint(write("1", 1, 10), write("2", 2, 9), read("2", 3, 4), read("1", 5, 6), read("2", 7, 8)))
                .isNotEmpty();
    }

    @Test
    void aWriteThatWasAcknowledgedIsNotLost() {
        assertThat(complaint(
                        write("1", 1, 2), swap("1", "2", Register.DONE, 3, 6), swap("1", "3", Register.DONE, 4, 5)))
                .isNotEmpty();
        assertThat(complaint(
                        write("1", 1, 2), swap("1", "2", Register.DONE, 3, 6), swap("1", "3", Register.NOT_DONE, 4, 5)))
                .isEmpty();
    }

    /** Points in time at random are explained, also when the calls around them overlap; with one read spoilt they are not. */
    @SeededTest(seeds = 50)
    void whatHappenedAtPointsInTimeIsExplainedAndNothingElse(long seed) {
        Chance chance = Chance.seeded(seed);
        List<Operation<Input, String>> history = new ArrayList<>();
        String value = "";
        for (int point = 1; point <= 60; point++) {
            long called = point * 100L - chance.below(300);
            long returned = point * 100L + chance.below(300);
            if (chance.below(2) == 0) {
                value = "" + chance.below(3);
                history.add(write(value, called, returned));
            } else {
                history.add(read(value, called, returned));
            }
        }
        assertThat(Linearizability.complaint(new Register(), history)).isEmpty();
        history.add(read("never written", 3000, 3001));
        assertThat(Linearizability.complaint(new Register(), history)).isNotEmpty();
    }

    private static Answer putAnswer(long revision) {
        return Answer.of(PutResponse.newBuilder()
                .setHeader(ResponseHeader.newBuilder().setRevision(revision))
                .build());
    }

    private static RequestOp put(String value) {
        return RequestOp.newBuilder()
                .setRequestPut(
                        PutRequest.newBuilder().setKey(WholeStore.bytes("k")).setValue(WholeStore.bytes(value)))
                .build();
    }

    @Test
    void theWholeStoreKnowsItsRevisions() {
        RequestOp read = RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder().setKey(WholeStore.bytes("k")))
                .build();
        Model model = Model.fresh();
        model.call(put("1"));
        Answer seen = model.call(read);
        Operation<RequestOp, Answer> first = new Operation<>(put("1"), putAnswer(2), 1, 2);
        assertThat(Linearizability.complaint(new WholeStore(), List.of(first, new Operation<>(read, seen, 3, 4))))
                .isEmpty();
        assertThat(Linearizability.complaint(
                        new WholeStore(), List.of(first, new Operation<>(put("2"), putAnswer(2), 3, 4))))
                .isNotEmpty();
        // Of two puts that overlap the revisions tell which came first.
        Operation<RequestOp, Answer> second = new Operation<>(put("2"), putAnswer(3), 1, 4);
        Operation<RequestOp, Answer> early = new Operation<>(put("1"), putAnswer(2), 2, 3);
        assertThat(Linearizability.complaint(new WholeStore(), List.of(second, early)))
                .isEmpty();
        Operation<RequestOp, Answer> late = new Operation<>(put("1"), putAnswer(2), 5, 6);
        assertThat(Linearizability.complaint(new WholeStore(), List.of(second, late)))
                .isNotEmpty();
    }
}
