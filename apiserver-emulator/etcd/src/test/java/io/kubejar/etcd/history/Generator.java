package io.kubejar.etcd.history;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.kubejar.core.chance.Chance;
import io.kubejar.etcd.door.Door.Ability;
import io.kubejar.etcd.model.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes histories by chance: few keys, values, leases and watches, so that everything meets everything. */
final class Generator {
    private static final int STEPS_MAX = 45;
    private static final int SLOTS = 3;
    private static final int NEVER_GRANTED = 9;
    private static final long TTL_TOO_LARGE = 9_000_000_001L;
    private static final List<ByteString> KEYS = List.of(
            bytes("a"), bytes("b"), bytes("b\0"), bytes("c"), bytes("c/1"), bytes("d"), ByteString.copyFrom(new byte[] {
                (byte) 0xff
            }));
    private static final List<ByteString> VALUES = List.of(ByteString.EMPTY, bytes("1"), bytes("2"), bytes("3"));

    private final Chance chance;
    private final boolean allFields;
    private final boolean clock;
    private int steps;

    /** For a door with these abilities. */
    Generator(Chance chance, Set<Ability> abilities) {
        this.chance = chance;
        this.allFields = abilities.contains(Ability.ALL_FIELDS);
        this.clock = abilities.contains(Ability.CLOCK);
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    List<Step> history() {
        List<Step> history = new ArrayList<>();
        int length = 5 + chance.below(STEPS_MAX - 4);
        for (steps = 1; steps <= length; steps++) {
            history.add(step());
        }
        return history;
    }

    private Step step() {
        int what = chance.below(100);
        if (what < 28) {
            return new Step.Call(RequestOp.newBuilder().setRequestPut(put()).build());
        } else if (what < 36) {
            return new Step.Call(
                    RequestOp.newBuilder().setRequestDeleteRange(delete()).build());
        } else if (what < 54) {
            return new Step.Call(RequestOp.newBuilder().setRequestRange(range()).build());
        } else if (what < 70) {
            return new Step.Call(RequestOp.newBuilder().setRequestTxn(txn(0)).build());
        } else if (what < 74) {
            return new Step.Compact(revision());
        } else if (what < 90) {
            return leaseStep();
        } else if (what < 97) {
            return new Step.Watch(1 + chance.below(SLOTS), watch());
        } else {
            return new Step.Cancel(1 + chance.below(SLOTS));
        }
    }

    private Step leaseStep() {
        return switch (chance.below(clock ? 6 : 5)) {
            case 0, 1 -> new Step.Grant(1 + chance.below(SLOTS), ttl());
            case 2 -> new Step.Revoke((int) lease());
            case 3 -> new Step.KeepAlive((int) lease());
            case 4 -> new Step.TimeToLive((int) lease());
            default -> new Step.Advance(Duration.ofMillis(500 + chance.below(5000)));
        };
    }

    /** Where time goes by itself no lease must end by itself. */
    private long ttl() {
        if (chance.below(10) == 0) {
            return TTL_TOO_LARGE;
        }
        return clock ? chance.below(8) : 1000 + chance.below(1000);
    }

    private ByteString key() {
        return chance.below(50) == 0 ? ByteString.EMPTY : KEYS.get(chance.below(KEYS.size()));
    }

    private ByteString end() {
        return switch (chance.below(8)) {
            case 0 -> ByteString.copyFrom(new byte[] {0});
            case 1 -> bytes("c0"); // of the prefix c/
            case 2, 3 -> KEYS.get(chance.below(KEYS.size()));
            default -> ByteString.EMPTY;
        };
    }

    /** Most often now, or one that there may be. */
    private long revision() {
        return 1 + chance.below(steps + 2);
    }

    private long sometimes(long value) {
        return chance.below(8) == 0 ? value : 0;
    }

    private boolean rarely() {
        return chance.below(8) == 0;
    }

    /** A slot; one that is never granted among them. */
    private long lease() {
        return chance.below(8) == 0 ? NEVER_GRANTED : 1 + chance.below(SLOTS);
    }

    private PutRequest put() {
        PutRequest.Builder put = PutRequest.newBuilder()
                .setKey(key())
                .setValue(VALUES.get(chance.below(VALUES.size())))
                .setPrevKv(chance.below(3) == 0);
        if (chance.below(3) == 0) {
            put.setLease(lease());
        }
        if (allFields && rarely()) {
            put.setIgnoreValue(true);
            put.setValue(rarely() ? put.getValue() : ByteString.EMPTY);
        }
        if (allFields && rarely()) {
            put.setIgnoreLease(true);
            put.setLease(rarely() ? put.getLease() : 0);
        }
        return put.build();
    }

    private DeleteRangeRequest delete() {
        return DeleteRangeRequest.newBuilder()
                .setKey(key())
                .setRangeEnd(end())
                .setPrevKv(chance.below(2) == 0)
                .build();
    }

    private RangeRequest range() {
        RangeRequest.Builder range = RangeRequest.newBuilder()
                .setKey(key())
                .setRangeEnd(chance.below(2) == 0 ? ByteString.copyFrom(new byte[] {0}) : end())
                .setLimit(chance.below(3) == 0 ? chance.below(4) : 0)
                .setRevision(chance.below(3) == 0 ? revision() : 0)
                .setKeysOnly(rarely())
                .setCountOnly(rarely())
                .setMinModRevision(sometimes(revision()))
                .setMaxModRevision(sometimes(revision()))
                .setMinCreateRevision(sometimes(revision()))
                .setMaxCreateRevision(sometimes(revision()));
        if (chance.below(2) == 0) {
            range.setSortTargetValue(chance.below(5));
            range.setSortOrderValue(chance.below(3));
        }
        if (allFields && chance.below(30) == 0) {
            range.setRevision(-1 - chance.below(2));
        }
        return range.build();
    }

    private TxnRequest txn(int depth) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        for (int i = chance.below(3); i > 0; i--) {
            txn.addCompare(compare());
        }
        for (int i = chance.below(4); i > 0; i--) {
            txn.addSuccess(op(depth));
        }
        for (int i = chance.below(4); i > 0; i--) {
            txn.addFailure(op(depth));
        }
        return depth == 0 && mayMissWhatItNeeds(txn.build()) ? withoutNeeds(txn.build()) : txn.build();
    }

    private RequestOp op(int depth) {
        RequestOp.Builder op = RequestOp.newBuilder();
        return switch (chance.below(depth < 2 ? 7 : 6)) {
            case 0, 1, 2 -> op.setRequestPut(put()).build();
            case 3 -> op.setRequestDeleteRange(delete()).build();
            case 4, 5 -> op.setRequestRange(range()).build();
            default -> op.setRequestTxn(txn(depth + 1)).build();
        };
    }

    private Compare compare() {
        Compare.Builder compare = Compare.newBuilder().setKey(key()).setResultValue(chance.below(4));
        if (allFields && chance.below(3) == 0) {
            compare.setRangeEnd(end());
        }
        return switch (chance.below(allFields ? 5 : 4)) {
            case 0 ->
                compare.setTarget(Compare.CompareTarget.VERSION)
                        .setVersion(chance.below(3))
                        .build();
            case 1 ->
                compare.setTarget(Compare.CompareTarget.CREATE)
                        .setCreateRevision(chance.below(2) == 0 ? 0 : revision())
                        .build();
            case 2 ->
                compare.setTarget(Compare.CompareTarget.MOD)
                        .setModRevision(chance.below(2) == 0 ? 0 : revision())
                        .build();
            case 3 ->
                compare.setTarget(Compare.CompareTarget.VALUE)
                        .setValue(VALUES.get(chance.below(VALUES.size())))
                        .build();
            default ->
                compare.setTargetValue(Absolute.LEASE_TARGET)
                        .setUnknownFields(Absolute.number(Absolute.LEASE_FIELD, chance.below(2) == 0 ? 0 : lease()))
                        .build();
        };
    }

    /** Upstream lets an open-ended deletion pass beside a put that needs the deleted key, and then it crashes. */
    private static boolean mayMissWhatItNeeds(TxnRequest txn) {
        return ops(txn).stream()
                .anyMatch(op -> op.hasRequestTxn()
                        ? mayMissWhatItNeeds(op.getRequestTxn())
                        : Keys.isOpen(op.getRequestDeleteRange().getRangeEnd()));
    }

    private static List<RequestOp> ops(TxnRequest txn) {
        List<RequestOp> ops = new ArrayList<>(txn.getSuccessList());
        ops.addAll(txn.getFailureList());
        return ops;
    }

    private static TxnRequest withoutNeeds(TxnRequest txn) {
        TxnRequest.Builder out = TxnRequest.newBuilder().addAllCompare(txn.getCompareList());
        txn.getSuccessList().forEach(op -> out.addSuccess(withoutNeeds(op)));
        txn.getFailureList().forEach(op -> out.addFailure(withoutNeeds(op)));
        return out.build();
    }

    private static RequestOp withoutNeeds(RequestOp op) {
        RequestOp.Builder out = op.toBuilder();
        if (op.hasRequestPut()) {
            out.getRequestPutBuilder().clearIgnoreValue().clearIgnoreLease();
        } else if (op.hasRequestTxn()) {
            out.setRequestTxn(withoutNeeds(op.getRequestTxn()));
        }
        return out.build();
    }

    private WatchCreateRequest watch() {
        WatchCreateRequest.Builder watch = WatchCreateRequest.newBuilder()
                .setKey(key())
                .setRangeEnd(chance.below(2) == 0 ? ByteString.copyFrom(new byte[] {0}) : end())
                .setStartRevision(chance.below(2) == 0 ? 0 : revision())
                .setPrevKv(chance.below(2) == 0);
        if (rarely()) {
            watch.addFilters(WatchCreateRequest.FilterType.NOPUT);
        }
        if (rarely()) {
            watch.addFilters(WatchCreateRequest.FilterType.NODELETE);
        }
        if (chance.below(30) == 0) {
            watch.setStartRevision(-1);
        }
        return watch.build();
    }
}
