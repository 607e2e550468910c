package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.OptionsUtil;
import io.etcd.jetcd.options.PutOption;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.RangeOp;
import java.util.Optional;

/**
 * Requests as jetcd's callers make them, without a message in between. They mean what jetcd's own client would send for
 * them. Source: jetcd 0.8 Requests.
 */
final class FromJetcd {
    private FromJetcd() {}

    static PutOp put(ByteSequence key, ByteSequence value, PutOption option) {
        return new PutOp(bytes(key), bytes(value), option.getLeaseId(), option.getPrevKV(), false, false);
    }

    static DeleteOp delete(ByteSequence key, DeleteOption option) {
        return new DeleteOp(range(key, option.getEndKey(), option.isPrefix()), option.isPrevKV());
    }

    static RangeOp range(ByteSequence key, GetOption option) {
        return new RangeOp(
                range(key, option.getEndKey(), option.isPrefix()),
                option.getLimit(),
                option.getRevision(),
                switch (option.getSortOrder()) {
                    case NONE -> RangeOp.SortOrder.NONE;
                    case ASCEND -> RangeOp.SortOrder.ASCEND;
                    case DESCEND -> RangeOp.SortOrder.DESCEND;
                },
                switch (option.getSortField()) {
                    case KEY -> RangeOp.SortTarget.KEY;
                    case VERSION -> RangeOp.SortTarget.VERSION;
                    case CREATE -> RangeOp.SortTarget.CREATE;
                    case MOD -> RangeOp.SortTarget.MOD;
                    case VALUE -> RangeOp.SortTarget.VALUE;
                },
                option.isKeysOnly(),
                option.isCountOnly(),
                option.getMinModRevision(),
                option.getMaxModRevision(),
                option.getMinCreateRevision(),
                option.getMaxCreateRevision());
    }

    private static KeyRange range(ByteSequence key, Optional<ByteSequence> end, boolean prefix) {
        Bytes start = bytes(key);
        if (end.isPresent()) {
            return KeyRange.ofRequest(start, bytes(end.get()));
        }
        return KeyRange.ofRequest(start, prefix ? bytes(OptionsUtil.prefixEndOf(key)) : Bytes.EMPTY);
    }

    /** A copy: the caller's bytes may lie in an array that the caller goes on to change. */
    private static Bytes bytes(ByteSequence sequence) {
        return Bytes.wrap(sequence.getBytes());
    }
}
