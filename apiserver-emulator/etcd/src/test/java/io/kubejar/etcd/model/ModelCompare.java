package io.kubejar.etcd.model;

import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest.SortTarget;
import java.util.Comparator;
import java.util.List;

/** What is compared: by conditions and by sort orders. */
final class ModelCompare {
    /** In Compare; newer than the message class. */
    private static final int LEASE_TARGET = 4;

    private static final int LEASE_FIELD = 8;

    private ModelCompare() {}

    /** Whether the condition holds for all of these keys; for none of them it is asked of an empty one. */
    static boolean holds(Compare compare, List<KeyValue> kvs) {
        if (kvs.isEmpty()) {
            return compare.getTarget() != Compare.CompareTarget.VALUE && holds(compare, KeyValue.getDefaultInstance());
        }
        return kvs.stream().allMatch(kv -> holds(compare, kv));
    }

    private static boolean holds(Compare compare, KeyValue kv) {
        int order = switch (compare.getTargetValue()) {
            case Compare.CompareTarget.VERSION_VALUE -> Long.compare(kv.getVersion(), compare.getVersion());
            case Compare.CompareTarget.CREATE_VALUE ->
                Long.compare(kv.getCreateRevision(), compare.getCreateRevision());
            case Compare.CompareTarget.MOD_VALUE -> Long.compare(kv.getModRevision(), compare.getModRevision());
            case Compare.CompareTarget.VALUE_VALUE -> Keys.ORDER.compare(kv.getValue(), compare.getValue());
            case LEASE_TARGET -> Long.compare(kv.getLease(), lease(compare));
            default -> throw new IllegalArgumentException("compares what? " + compare);
        };
        return switch (compare.getResult()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
            case UNRECOGNIZED -> throw new IllegalArgumentException("compares how? " + compare);
        };
    }

    private static long lease(Compare compare) {
        return compare.getUnknownFields().getField(LEASE_FIELD).getVarintList().stream()
                .reduce(0L, (first, last) -> last);
    }

    /** Upwards by the target; upstream's sort of few keys leaves equal ones in the order of their keys, both ways. */
    static Comparator<KeyValue> order(SortTarget target) {
        return switch (target) {
            case KEY -> Comparator.comparing(KeyValue::getKey, Keys.ORDER);
            case VERSION -> Comparator.comparingLong(KeyValue::getVersion);
            case CREATE -> Comparator.comparingLong(KeyValue::getCreateRevision);
            case MOD -> Comparator.comparingLong(KeyValue::getModRevision);
            case VALUE -> Comparator.comparing(KeyValue::getValue, Keys.ORDER);
            case UNRECOGNIZED -> throw new IllegalArgumentException("sorts by what?");
        };
    }
}
