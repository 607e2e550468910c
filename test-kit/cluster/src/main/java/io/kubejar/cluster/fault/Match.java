package io.kubejar.cluster.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which requests a fault is about: those that fit every part that was named. Immutable.
 *
 * <pre>{@code
 * Match.ALL.verb("update").resource("pods/status").user("system:node:node-a")
 * }</pre>
 */
public final class Match implements Predicate<Request> {
    /** Every request. */
    public static final Match ALL = new Match(List.of());

    private static final Map<String, Function<String, Match>> PARTS = Map.of(
            "verb", ALL::verb,
            "resource", ALL::resource,
            "namespace", ALL::namespace,
            "name", ALL::name,
            "user", ALL::user);

    /** What a request can be matched by, in the order in which people are told of it. */
    public static final List<String> KEYS = List.of("verb", "resource", "namespace", "name", "user");

    private record Part(String text, Predicate<Request> test) {}

    private final List<Part> parts;

    private Match(List<Part> parts) {
        this.parts = parts;
    }

    private Match with(String text, Predicate<Request> test) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(text, test));
        return new Match(List.copyOf(more));
    }

    /** With one of these verbs, separated by commas. */
    public Match verb(String verbs) {
        List<String> wanted = List.of(verbs.split(","));
        return with("verb=" + verbs, request -> wanted.contains(request.verb()));
    }

    /** Of a resource: {@code pods}, {@code deployments.apps}, {@code pods/status}, {@code pods/*}. */
    public Match resource(String name) {
        int slash = name.indexOf('/');
        String resource = slash < 0 ? name : name.substring(0, slash);
        String subresource = slash < 0 ? "" : name.substring(slash + 1);
        return with(
                "resource=" + name,
                request -> request.resource().equals(resource)
                        && (subresource.equals("*") || request.subresource().equals(subresource)));
    }

    /** In a namespace. */
    public Match namespace(String name) {
        return with("namespace=" + name, request -> request.namespace().equals(name));
    }

    /** About an object of this name. */
    public Match name(String name) {
        return with("name=" + name, request -> request.name().equals(name));
    }

    /** By a user; a star at the end stands for anything. */
    public Match user(String name) {
        return with(
                "user=" + name,
                name.endsWith("*")
                        ? request -> request.user().startsWith(name.substring(0, name.length() - 1))
                        : request -> request.user().equals(name));
    }

    /** That fit a condition. */
    public Match when(Predicate<Request> condition) {
        return with("a condition", condition);
    }

    /** That fit the other one too. */
    public Match and(Match other) {
        Match both = this;
        for (Part part : other.parts) {
            both = both.with(part.text(), part.test());
        }
        return both;
    }

    /**
     * Reads one part: {@code verb=update}.
     *
     * @throws IllegalArgumentException when there is no such part; the message names those there are
     */
    public static Match part(String key, String value) {
        Function<String, Match> part = PARTS.get(key);
        if (part == null) {
            throw new IllegalArgumentException(
                    "there is no " + key + "; a request is matched by " + String.join(", ", KEYS));
        }
        return part.apply(value);
    }

    @Override
    public boolean test(Request request) {
        return parts.stream().allMatch(part -> part.test().test(request));
    }

    /** Such as {@code verb=update resource=pods}; "" for every request. */
    @Override
    public String toString() {
        return String.join(" ", parts.stream().map(Part::text).toList());
    }
}
