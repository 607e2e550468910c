package io.kubejar.cluster.fault.text;

import io.kubejar.cluster.fault.Disturbances;
import io.kubejar.cluster.fault.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A fault as it is typed: a verb, the name of a node or a component where the verb takes one, and arguments in any order.
 * What lasts is listed in the same words. Immutable.
 *
 * <pre>
 * fail verb=update resource=leases.coordination.k8s.io code=503 times=3
 * delay-watches resource=pods by=2s
 * lose-node node-a
 * kill kube-scheduler
 * </pre>
 */
public final class FaultText {
    private static final String MATCH = "MATCH is any of "
            + Match.KEYS.stream().map(key -> key + "=...").collect(Collectors.joining(" "))
            + "; D is a duration like 500ms or 1m30s.";

    private final Verb verb;
    private final Arguments arguments;

    private FaultText(Verb verb, Arguments arguments) {
        this.verb = verb;
        this.arguments = arguments;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it cannot be understood; the message is one line and says what can be typed
     */
    public static FaultText parse(String text) {
        List<String> words = Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        Verb verb = words.isEmpty() ? null : Verb.of(words.get(0));
        if (verb == null) {
            String what = words.isEmpty() ? "a fault is missing" : "there is no fault '" + words.get(0) + "'";
            throw new IllegalArgumentException(what + "; there are "
                    + Arrays.stream(Verb.values()).map(Verb::word).collect(Collectors.joining(", ")));
        }
        try {
            return new FaultText(verb, arguments(verb, words.subList(1, words.size())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; it is typed as: " + verb.usage(), e);
        }
    }

    private static Arguments arguments(Verb verb, List<String> words) {
        List<String> operands = new ArrayList<>();
        Map<String, String> named = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                operands.add(word);
                continue;
            }
            String name = word.substring(0, equals);
            if (!verb.takes().names().contains(name)) {
                throw new IllegalArgumentException(verb.word() + " takes no " + name + "=");
            }
            if (equals == word.length() - 1) {
                throw new IllegalArgumentException(name + "= has no value");
            }
            if (named.put(name, word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(name + "= is there twice");
            }
        }
        for (String needed : verb.takes().needed()) {
            if (!named.containsKey(Verb.Takes.name(needed))) {
                throw new IllegalArgumentException(needed + " is missing");
            }
        }
        Arguments out = new Arguments(operand(verb, operands), named);
        out.number("code");
        out.number("times");
        out.by();
        return out;
    }

    private static String operand(Verb verb, List<String> given) {
        String wanted = verb.takes().operand();
        if (wanted.isEmpty() && !given.isEmpty()) {
            throw new IllegalArgumentException(verb.word() + " takes no '" + given.get(0) + "'");
        }
        if (given.size() > 1) {
            throw new IllegalArgumentException(verb.word() + " takes one " + wanted);
        }
        if (!wanted.isEmpty() && given.isEmpty()) {
            throw new IllegalArgumentException(wanted + " is missing");
        }
        return wanted.isEmpty() ? "" : given.get(0);
    }

    /**
     * Lets it happen.
     *
     * @throws IllegalArgumentException when it names what is not there, or a value that makes no sense
     * @throws IllegalStateException when this cluster cannot have it
     */
    public Begun begin(Disturbances where) {
        return verb.begin(where, arguments);
    }

    /** All verbs, a line each, and then what their arguments stand for. */
    public static List<String> help() {
        List<String> out = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            out.add(String.format("%-40s  %s", verb.usage(), verb.help()));
        }
        out.add(MATCH);
        return out;
    }
}
