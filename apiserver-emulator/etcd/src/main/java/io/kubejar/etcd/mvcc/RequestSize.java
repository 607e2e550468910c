package io.kubejar.etcd.mvcc;

import org.jspecify.annotations.Nullable;

/**
 * How long a request is in bytes when it stands in etcd's log: the length of its message and of the one around it. Source:
 * etcd 3.6 EtcdServer.processInternalRaftRequestOnce, etcdserverpb/rpc.proto.
 */
final class RequestSize {
    /** The header around each request, with an id of the usual length. */
    private static final int HEADER = 13;

    private static final int TAG = 1; // of a field with a number below 16
    private static final int LONG_TAG = 2;
    private static final int VARINT_BITS = 7;

    private RequestSize() {}

    static long inLog(Op op) {
        return HEADER + inMessage(op);
    }

    /** With the tag and the length that stand before it in another message. */
    private static long inMessage(Op op) {
        return message(of(op));
    }

    private static long of(Op op) {
        if (op instanceof PutOp put) {
            return bytes(put.key())
                    + bytes(put.value())
                    + number(put.lease())
                    + flag(put.previous())
                    + flag(put.ignoreValue())
                    + flag(put.ignoreLease());
        } else if (op instanceof DeleteOp delete) {
            return bytes(delete.range().start()) + end(delete.range().end(), TAG) + flag(delete.previous());
        } else if (op instanceof RangeOp range) {
            return of(range);
        } else {
            TxnOp txn = (TxnOp) op;
            // An operation of a transaction is wrapped once more.
            return txn.compares().stream().mapToLong(c -> message(of(c))).sum()
                    + txn.success().stream()
                            .mapToLong(o -> message(inMessage(o)))
                            .sum()
                    + txn.failure().stream()
                            .mapToLong(o -> message(inMessage(o)))
                            .sum();
        }
    }

    private static long of(RangeOp op) {
        return bytes(op.range().start())
                + end(op.range().end(), TAG)
                + number(op.limit())
                + number(op.revision())
                + flag(op.order() != RangeOp.SortOrder.NONE)
                + flag(op.target() != RangeOp.SortTarget.KEY)
                + flag(op.keysOnly())
                + flag(op.countOnly())
                + number(op.minModRevision())
                + number(op.maxModRevision())
                + number(op.minCreateRevision())
                + number(op.maxCreateRevision());
    }

    /** What is compared with stands there even when it is 0. */
    private static long of(Compare compare) {
        long operand = compare.target() == Compare.Target.VALUE
                ? message(compare.value().length())
                : TAG + varint(compare.number());
        return flag(compare.result() != Compare.Result.EQUAL)
                + flag(compare.target() != Compare.Target.VERSION)
                + bytes(compare.range().start())
                + operand
                + end(compare.range().end(), LONG_TAG);
    }

    private static long message(long length) {
        return TAG + varint(length) + length;
    }

    private static long bytes(Bytes bytes) {
        return bytes.isEmpty() ? 0 : message(bytes.length());
    }

    /** An open end is one zero byte in the request. */
    private static long end(@Nullable Bytes end, int tag) {
        return end == null ? 0 : tag - TAG + message(Math.max(1, end.length()));
    }

    private static long flag(boolean set) {
        return set ? TAG + 1 : 0;
    }

    private static long number(long value) {
        return value == 0 ? 0 : TAG + varint(value);
    }

    private static long varint(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits + VARINT_BITS - 1) / VARINT_BITS;
    }
}
