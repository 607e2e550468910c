package io.kubejar.etcd.contract;

import static io.kubejar.etcd.contract.Requests.bytes;
import static io.kubejar.etcd.contract.Requests.compare;
import static io.kubejar.etcd.contract.Requests.drop;
import static io.kubejar.etcd.contract.Requests.put;
import static io.kubejar.etcd.contract.Requests.read;
import static io.kubejar.etcd.contract.Requests.txn;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.RequestOp;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.model.Answer;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Questions, and the refusal of each in gRPC's code and etcd's words; and what lies just beside them and is not refused. */
final class RefusalTable {
    private static final long NO_LEASE = 4711;
    private static final int MOST_BYTES = 1536 * 1024;
    private static final String TOO_LARGE = "etcdserver: request is too large";
    private static final String NO_KEY = "etcdserver: key is not provided";
    private static final String TOO_MANY = "etcdserver: too many operations in txn request";
    private static final String DUPLICATE = "etcdserver: duplicate key given in txn request";
    private static final String SORT = "etcdserver: invalid sort option";
    private static final String NO_SUCH_LEASE = "etcdserver: requested lease not found";
    private static final String FUTURE = "etcdserver: mvcc: required revision is a future revision";
    private static final String COMPACTED = "etcdserver: mvcc: required revision has been compacted";
    private static final String KEY_NOT_FOUND = "etcdserver: key not found";

    /**
     * A question.
     *
     * @param allFields true when jetcd has no words for it
     * @param except where it must not be asked; null when it may be asked everywhere
     * @param code OK when it is not refused
     */
    record Row(
            String name,
            boolean allFields,
            @Nullable Deviation except,
            Function<Door, Answer> ask,
            String code,
            String text) {}

    private static Row refused(String name, RequestOp request, String code, String text) {
        return new Row(name, false, null, door -> door.call(request), code, text);
    }

    private static Row invalid(String name, RequestOp request, String text) {
        return refused(name, request, "INVALID_ARGUMENT", text);
    }

    private static Row fine(String name, RequestOp request) {
        return refused(name, request, "OK", "");
    }

    private static Row beyondJetcd(Row row) {
        return new Row(row.name(), true, row.except(), row.ask(), row.code(), row.text());
    }

    private RefusalTable() {}

    static List<Row> requestsWithoutAKey() {
        return List.of(
                invalid("range", read(""), NO_KEY),
                invalid("put", put(""), NO_KEY),
                invalid("delete", drop(""), NO_KEY),
                invalid("compare", txn(List.of(compare("")), List.of(), List.of()), NO_KEY),
                invalid("in a branch that is not taken", txn(List.of(), List.of(), List.of(read(""))), NO_KEY),
                invalid("in a nested transaction", txn(txn(drop(""))), NO_KEY),
                beyondJetcd(invalid("no operation at all", txn(RequestOp.getDefaultInstance()), KEY_NOT_FOUND)));
    }

    private static List<RequestOp> puts(int count) {
        return IntStream.range(0, count).mapToObj(i -> put("k" + i)).toList();
    }

    private static List<RequestOp> with(List<RequestOp> ops, RequestOp last) {
        return Stream.concat(ops.stream(), Stream.of(last)).toList();
    }

    static List<Row> tooManyOperations() {
        List<Compare> compares = Collections.nCopies(129, compare("k"));
        List<RequestOp> reads = Collections.nCopies(29, read("k"));
        return List.of(
                fine("128", txn(compares.subList(0, 128), puts(128), puts(128))),
                invalid("129 in one branch", txn(List.of(), puts(129), List.of()), TOO_MANY),
                invalid("129 in the other", txn(List.of(), List.of(), puts(129)), TOO_MANY),
                invalid("129 compares", txn(compares, List.of(), List.of()), TOO_MANY),
                fine(
                        "100 and 28 in a nested one",
                        txn(List.of(), with(puts(99), txn(List.of(), reads.subList(0, 28), List.of())), List.of())),
                invalid(
                        "100 and 29 in a nested one",
                        txn(List.of(), with(puts(99), txn(List.of(), reads, List.of())), List.of()),
                        TOO_MANY),
                invalid("129 before no key", txn(List.of(), with(puts(128), put("")), List.of()), TOO_MANY));
    }

    static List<Row> keysThatARevisionWouldWriteTwice() {
        RequestOp putOrPut = txn(List.of(compare("k")), List.of(put("k")), List.of(put("k")));
        return List.of(
                invalid("put and put", txn(put("k"), put("k")), DUPLICATE),
                invalid(
                        "in a branch that is not taken",
                        txn(List.of(), List.of(), List.of(put("k"), put("k"))),
                        DUPLICATE),
                invalid("put and delete", txn(put("k"), drop("k")), DUPLICATE),
                invalid("delete and put", txn(drop("k"), put("k")), DUPLICATE),
                invalid("put and a range", txn(put("k"), drop("a", "z")), DUPLICATE),
                invalid("put and nested put", txn(put("k"), txn(put("k"))), DUPLICATE),
                invalid("put and nested delete", txn(put("k"), txn(drop("k"))), DUPLICATE),
                invalid("put and nested range", txn(txn(drop("a", "z")), put("k")), DUPLICATE),
                invalid("range and nested put", txn(drop("a", "z"), txn(put("k"))), DUPLICATE),
                invalid("two nested puts", txn(txn(put("k")), txn(put("k"))), DUPLICATE),
                invalid("nested twice", txn(put("k"), txn(txn(put("k")))), DUPLICATE),
                invalid("nested range, then nested put", txn(txn(drop("a", "z")), txn(put("k"))), DUPLICATE),
                fine("nested put, then nested range", txn(txn(put("k")), txn(drop("a", "z")))),
                fine("either put or put", txn(putOrPut)),
                invalid("either put or put, and put", txn(putOrPut, put("k")), DUPLICATE),
                fine("delete and delete", txn(drop("k"), drop("a", "z"), drop("k"))),
                fine("put and a range beside it", txn(put("k"), drop("l", "z"), drop("a", "k"))),
                fine("put and an empty range", txn(put("k"), drop("z", "a"))),
                fine("put and an open range", txn(put("k"), drop("a", Requests.OPEN))));
    }

    /** Whoever asks for an unknown order. */
    private static Row unsorted(String name, RequestOp request, String text) {
        return new Row(
                name, true, Deviation.UNKNOWN_SORT_ORDER_CRASHES, door -> door.call(request), "INVALID_ARGUMENT", text);
    }

    static List<Row> optionsThatAreNone() {
        return List.of(
                unsorted("sort order", read("k", range -> range.setSortOrderValue(3)), SORT),
                unsorted("sort target", read("k", range -> range.setSortTargetValue(5)), SORT),
                unsorted("in a transaction", txn(read("k", range -> range.setSortTargetValue(5))), SORT),
                unsorted("no key is told first", read("", range -> range.setSortOrderValue(3)), NO_KEY));
    }

    static List<Row> whatIsToBeKeptAndIsGiven() {
        return List.of(
                beyondJetcd(invalid(
                        "value",
                        put("k", put -> put.setValue(bytes("x")).setIgnoreValue(true)),
                        "etcdserver: value is provided")),
                beyondJetcd(invalid(
                        "lease",
                        put("k", put -> put.setLease(NO_LEASE).setIgnoreLease(true)),
                        "etcdserver: lease is provided")),
                beyondJetcd(invalid("value of no key", put("none", put -> put.setIgnoreValue(true)), KEY_NOT_FOUND)),
                beyondJetcd(invalid("lease of no key", put("none", put -> put.setIgnoreLease(true)), KEY_NOT_FOUND)),
                beyondJetcd(invalid(
                        "in a transaction no key is told before no lease",
                        txn(put("none", put -> put.setIgnoreValue(true).setLease(NO_LEASE))),
                        KEY_NOT_FOUND)),
                beyondJetcd(refused(
                        "elsewhere after it",
                        put("none", put -> put.setIgnoreValue(true).setLease(NO_LEASE)),
                        "NOT_FOUND",
                        NO_SUCH_LEASE)));
    }

    private static Row lease(String name, Function<Door, Answer> ask, String code, String text) {
        return new Row(name, false, null, ask, code, text);
    }

    private static Answer grantTwice(Door door) {
        long id = ((LeaseGrantResponse) door.grant(0, 100).message()).getID();
        Answer again = door.grant(id, 100);
        door.revoke(id);
        return again;
    }

    static List<Row> leases() {
        String exists = "etcdserver: lease already exists";
        return List.of(
                refused("put", put("k", put -> put.setLease(NO_LEASE)), "NOT_FOUND", NO_SUCH_LEASE),
                refused(
                        "put in a transaction",
                        txn(put("k", put -> put.setLease(NO_LEASE))),
                        "NOT_FOUND",
                        NO_SUCH_LEASE),
                lease("revoke", door -> door.revoke(NO_LEASE), "NOT_FOUND", NO_SUCH_LEASE),
                lease("keep alive", door -> door.keepAlive(NO_LEASE), "OK", ""),
                lease("time to live", door -> door.timeToLive(NO_LEASE), "OK", ""),
                beyondJetcd(lease("grant twice", RefusalTable::grantTwice, "FAILED_PRECONDITION", exists)),
                lease(
                        "too large a time",
                        door -> door.grant(0, 9_000_000_001L),
                        "OUT_OF_RANGE",
                        "etcdserver: too large lease TTL"),
                lease("the largest time", door -> door.grant(0, 9_000_000_000L), "OK", ""));
    }

    /** On a store that was compacted at the revision after the given one. */
    static List<Row> revisions(long compacted, long now) {
        return List.of(
                refused("read before", read("k", range -> range.setRevision(compacted)), "OUT_OF_RANGE", COMPACTED),
                fine("read at", read("k", range -> range.setRevision(compacted + 1))),
                refused("read after", read("k", range -> range.setRevision(now + 1)), "OUT_OF_RANGE", FUTURE),
                refused(
                        "before, in a transaction",
                        txn(read("k", r -> r.setRevision(compacted))),
                        "OUT_OF_RANGE",
                        COMPACTED),
                refused("after, in a transaction", txn(read("k", r -> r.setRevision(now + 1))), "OUT_OF_RANGE", FUTURE),
                refused(
                        "the revision that the transaction makes",
                        txn(put("other"), read("k", range -> range.setRevision(now + 1))),
                        "OUT_OF_RANGE",
                        FUTURE),
                lease("compact again", door -> door.compact(compacted + 1), "OUT_OF_RANGE", COMPACTED),
                lease("compact before", door -> door.compact(compacted), "OUT_OF_RANGE", COMPACTED),
                lease("compact at 0", door -> door.compact(0), "OUT_OF_RANGE", COMPACTED),
                lease("compact after", door -> door.compact(now + 1), "OUT_OF_RANGE", FUTURE));
    }

    static RequestOp putOf(String key, int bytes) {
        ByteString value = ByteString.copyFrom(new byte[bytes]);
        return put(key, put -> put.setValue(value));
    }

    static List<Row> sizes() {
        int almost = MOST_BYTES - 64;
        String longKey = "k".repeat(MOST_BYTES);
        return List.of(
                fine("a put that fits", putOf("k", almost)),
                invalid("a put that does not, with what is around it", putOf("k", MOST_BYTES - 16), TOO_LARGE),
                invalid("a put that does not", putOf("k", MOST_BYTES), TOO_LARGE),
                fine("a transaction that fits", txn(putOf("k", almost / 2), putOf("l", almost / 2 - 64))),
                invalid(
                        "a transaction that does not",
                        txn(putOf("k", MOST_BYTES / 2), putOf("l", MOST_BYTES / 2 - 16)),
                        TOO_LARGE),
                invalid(
                        "in a branch that is not taken",
                        txn(List.of(), List.of(), List.of(putOf("k", MOST_BYTES))),
                        TOO_LARGE),
                invalid("a deletion", drop(longKey), TOO_LARGE),
                invalid("a read beside a put", txn(put("l"), read(longKey)), TOO_LARGE),
                fine("a read", read(longKey)),
                fine("a transaction that only reads", txn(read(longKey))),
                refused("no lease is told later", putLeased(MOST_BYTES), "INVALID_ARGUMENT", TOO_LARGE));
    }

    private static RequestOp putLeased(int bytes) {
        ByteString value = ByteString.copyFrom(new byte[bytes]);
        return put("k", put -> put.setValue(value).setLease(NO_LEASE));
    }
}
