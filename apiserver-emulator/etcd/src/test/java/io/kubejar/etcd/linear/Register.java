package io.kubejar.etcd.linear;

import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.kubejar.etcd.model.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One key by its values alone, "" while it is not there: revisions give no hint. Linearizability is local, so that each key
 * can be looked at by itself.
 */
final class Register implements SequentialModel<String, Register.Input, String> {
    /**
     * A write, a read, or a write that comes about when the value is the expected one.
     *
     * @param write null for a read; "" for a deletion
     * @param expected null for no condition
     */
    record Input(@Nullable String write, @Nullable String expected) {}

    static final String DONE = "done";
    static final String NOT_DONE = "not done";

    @Override
    public String initial() {
        return "";
    }

    @Override
    public @Nullable String step(String state, Input input, String output) {
        if (input.write() == null) {
            return output.equals(state) ? state : null;
        }
        boolean does = input.expected() == null || input.expected().equals(state);
        if (!output.equals(does ? DONE : NOT_DONE)) {
            return null;
        }
        return does ? input.write() : state;
    }

    /** The operations on single keys, by key. */
    static Map<String, List<Operation<Input, String>>> byKey(List<Operation<RequestOp, Answer>> history) {
        Map<String, List<Operation<Input, String>>> keys = new TreeMap<>();
        for (Operation<RequestOp, Answer> operation : history) {
            RequestOp request = operation.input();
            Answer answer = operation.output();
            switch (request.getRequestCase()) {
                case REQUEST_PUT -> {
                    PutRequest put = request.getRequestPut();
                    add(
                            keys,
                            put.getKey().toStringUtf8(),
                            operation,
                            put.getValue().toStringUtf8(),
                            null,
                            DONE);
                }
                case REQUEST_DELETE_RANGE -> {
                    String key = request.getRequestDeleteRange().getKey().toStringUtf8();
                    add(keys, key, operation, "", null, DONE);
                }
                case REQUEST_RANGE -> {
                    String key = request.getRequestRange().getKey().toStringUtf8();
                    RangeResponse range = (RangeResponse) answer.message();
                    String value = range.getKvsCount() == 0
                            ? ""
                            : range.getKvs(0).getValue().toStringUtf8();
                    add(keys, key, operation, null, null, value);
                }
                case REQUEST_TXN -> {
                    TxnRequest txn = request.getRequestTxn();
                    PutRequest put = txn.getSuccess(0).getRequestPut();
                    boolean done = ((TxnResponse) answer.message()).getSucceeded();
                    add(
                            keys,
                            put.getKey().toStringUtf8(),
                            operation,
                            put.getValue().toStringUtf8(),
                            txn.getCompare(0).getValue().toStringUtf8(),
                            done ? DONE : NOT_DONE);
                }
                case REQUEST_NOT_SET -> throw new IllegalArgumentException("nothing was asked");
            }
        }
        return keys;
    }

    private static void add(
            Map<String, List<Operation<Input, String>>> keys,
            String key,
            Operation<?, ?> operation,
            @Nullable String write,
            @Nullable String expected,
            String output) {
        keys.computeIfAbsent(key, name -> new ArrayList<>())
                .add(new Operation<>(new Input(write, expected), output, operation.called(), operation.returned()));
    }
}
