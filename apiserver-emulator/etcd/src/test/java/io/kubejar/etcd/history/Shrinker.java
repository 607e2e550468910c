package io.kubejar.etcd.history;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a history smaller as long as it still fails: fewer steps (delta debugging), then less in each request. */
final class Shrinker {
    private Shrinker() {}

    /** The smallest that was found. */
    static List<Step> shrink(List<Step> failing, Predicate<List<Step>> fails) {
        List<Step> now = failing;
        boolean smaller = true;
        while (smaller) {
            List<Step> next = simplify(drop(now, fails), fails);
            smaller = !next.equals(now);
            now = next;
        }
        return now;
    }

    /** Zeller's algorithm: leave out ever smaller pieces. */
    static <T> List<T> drop(List<T> failing, Predicate<List<T>> fails) {
        List<T> now = failing;
        int piece = Math.max(1, now.size() / 2);
        while (piece >= 1) {
            boolean dropped = false;
            for (int from = 0; from < now.size(); from += piece) {
                List<T> rest = new ArrayList<>(now.subList(0, from));
                rest.addAll(now.subList(Math.min(now.size(), from + piece), now.size()));
                if (fails.test(rest)) {
                    now = rest;
                    from -= piece;
                    dropped = true;
                }
            }
            if (!dropped || piece > 1) {
                piece /= 2;
            }
        }
        return now;
    }

    private static List<Step> simplify(List<Step> failing, Predicate<List<Step>> fails) {
        List<Step> now = new ArrayList<>(failing);
        for (int i = 0; i < now.size(); i++) {
            boolean simpler = true;
            while (simpler) {
                simpler = false;
                for (Step candidate : simpler(now.get(i))) {
                    List<Step> with = new ArrayList<>(now);
                    with.set(i, candidate);
                    if (fails.test(with)) {
                        now = with;
                        simpler = true;
                        break;
                    }
                }
            }
        }
        return now;
    }

    private static List<Step> simpler(Step step) {
        if (step instanceof Step.Call call) {
            return simpler(call.request()).stream()
                    .map(RequestOp.class::cast)
                    .filter(Shrinker::asks)
                    .<Step>map(Step.Call::new)
                    .toList();
        } else if (step instanceof Step.Watch watch) {
            return simpler(watch.request()).stream()
                    .<Step>map(request -> new Step.Watch(watch.slot(), (WatchCreateRequest) request))
                    .toList();
        }
        return List.of();
    }

    /** Whether it asks for something, and each operation in it too. */
    private static boolean asks(RequestOp request) {
        return request.getRequestCase() != RequestOp.RequestCase.REQUEST_NOT_SET
                && request.getRequestTxn().getSuccessList().stream().allMatch(Shrinker::asks)
                && request.getRequestTxn().getFailureList().stream().allMatch(Shrinker::asks);
    }

    /** The message with one thing less, in all ways. */
    static List<Message> simpler(Message message) {
        List<Message> out = new ArrayList<>();
        message.getAllFields().forEach((field, value) -> {
            out.add(message.toBuilder().clearField(field).build());
            if (field.isRepeated()) {
                List<?> elements = (List<?>) value;
                for (int i = 0; i < elements.size(); i++) {
                    out.add(without(message, field, elements, i));
                    if (elements.get(i) instanceof Message inner) {
                        int index = i;
                        simpler(inner)
                                .forEach(less -> out.add(message.toBuilder()
                                        .setRepeatedField(field, index, less)
                                        .build()));
                    }
                }
            } else if (value instanceof Message inner) {
                simpler(inner)
                        .forEach(less -> out.add(
                                message.toBuilder().setField(field, less).build()));
            }
        });
        return out;
    }

    private static Message without(Message message, FieldDescriptor field, List<?> elements, int index) {
        List<Object> rest = new ArrayList<>(elements);
        rest.remove(index);
        return message.toBuilder().setField(field, rest).build();
    }
}
