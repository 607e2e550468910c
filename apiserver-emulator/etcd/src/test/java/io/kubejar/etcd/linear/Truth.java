package io.kubejar.etcd.linear;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnResponse;
import io.kubejar.etcd.model.Answer;
import io.kubejar.etcd.model.Model;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What really happened: the acknowledged writes, done to the model in the order of their revisions. */
final class Truth {
    private final Model model = Model.fresh();
    private final Set<Long> compactions = new HashSet<>();

    /**
     * Does the writes.
     *
     * @throws AssertionError when one of them comes to something else in the model
     */
    Truth(List<Operation<RequestOp, Answer>> history, Set<Long> compactions) {
        this.compactions.addAll(compactions);
        List<Operation<RequestOp, Answer>> inOrder = history.stream()
                .filter(operation -> changes(operation.output().message()))
                .sorted(Comparator.comparingLong(operation -> revision(operation.output())))
                .toList();
        for (Operation<RequestOp, Answer> operation : inOrder) {
            Answer again = model.call(operation.input());
            if (!again.equals(operation.output())) {
                throw new AssertionError(operation + " should have come to " + again);
            }
        }
    }

    /** Whether this answers something that made a revision. */
    private static boolean changes(@Nullable Message answer) {
        if (answer instanceof TxnResponse txn) {
            return txn.getResponsesList().stream()
                    .anyMatch(op -> op.hasResponsePut()
                            || changes(op.getResponseDeleteRange())
                            || (op.hasResponseTxn() && changes(op.getResponseTxn())));
        }
        return answer instanceof PutResponse
                || (answer instanceof DeleteRangeResponse delete && delete.getDeleted() > 0);
    }

    static long revision(Answer answer) {
        var message = answer.message();
        var field = message.getDescriptorForType().findFieldByName("header");
        return ((ResponseHeader) message.getField(field)).getRevision();
    }

    long last() {
        return model.revision();
    }

    List<Event> events(long revision) {
        return model.events(revision);
    }

    @Nullable
    KeyValue at(ByteString key, long revision) {
        return model.at(key, revision);
    }

    Set<Long> compactions() {
        return compactions;
    }

    /** The greatest revision of a compaction; -1 for none. */
    long compacted() {
        return compactions.stream().mapToLong(Long::longValue).max().orElse(-1);
    }
}
