package io.kubejar.etcd.mvcc;

/**
 * A condition on keys. It holds when it holds for every key in the range. A key that is not there has version, revisions
 * and lease 0, and no condition on its value holds. Source: etcd 3.6 txn.applyCompare.
 *
 * @param number what to compare with, unless the target is the value
 * @param value what to compare with when the target is the value
 */
public record Compare(KeyRange range, Target target, Result result, long number, Bytes value) {
    /** Which property. */
    public enum Target {
        VERSION,
        CREATE,
        MOD,
        VALUE,
        LEASE
    }

    /** How the key's property relates to the given one. */
    public enum Result {
        EQUAL,
        GREATER,
        LESS,
        NOT_EQUAL
    }

    private static final KeyValue ABSENT = new KeyValue(Bytes.EMPTY, Bytes.EMPTY, 0, 0, 0, 0);

    boolean holds(Draft draft) {
        boolean[] seen = {false, true}; // a key, and that all hold
        draft.scan(range, kv -> {
            seen[0] = true;
            seen[1] = holds(kv);
            return seen[1];
        });
        return seen[0] ? seen[1] : target != Target.VALUE && holds(ABSENT);
    }

    private boolean holds(KeyValue kv) {
        int order = switch (target) {
            case VERSION -> Long.compare(kv.version(), number);
            case CREATE -> Long.compare(kv.createRevision(), number);
            case MOD -> Long.compare(kv.modRevision(), number);
            case LEASE -> Long.compare(kv.lease(), number);
            case VALUE -> kv.value().compareTo(value);
        };
        return switch (result) {
            case EQUAL -> order == 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
            case NOT_EQUAL -> order != 0;
        };
    }
}
