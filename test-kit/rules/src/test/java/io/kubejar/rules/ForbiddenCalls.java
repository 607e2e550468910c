package io.kubejar.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Calls that take time, chance or threads from the system instead of from a parameter. */
final class ForbiddenCalls {
    private static final String ANY = "*";
    private static final String NEW = "<init>";

    private enum Kind {
        TIME(
                "take a core.time.Clock in the constructor",
                "io.kubejar.core.time.",
                "io.kubejar.bench.",
                "io.kubejar.cli."),
        CHANCE("take a core.chance.Chance in the constructor", "io.kubejar.core.chance."),
        SLEEP("set a timer with core.loop.Loop.after; in a test wait for a condition", "io.kubejar.core.loop."),
        THREAD(
                "take core.loop.Loops in the constructor and run it on a Loop",
                "io.kubejar.core.loop.",
                "io.kubejar.server.http.",
                "io.kubejar.etcd.grpc.");

        private final String instead;
        private final List<String> home;

        Kind(String instead, String... home) {
            this.instead = instead;
            this.home = List.of(home);
        }
    }

    /** A method of a class ({@code *} for any); {@code noArguments} when only the form without any is meant. */
    private record Call(Kind kind, String owner, String method, boolean noArguments) {
        Call(Kind kind, String owner, String method) {
            this(kind, owner, method, false);
        }
    }

    private static final List<Call> CALLS = List.of(
            new Call(Kind.TIME, "java.time.Instant", "now"),
            new Call(Kind.TIME, "java.time.LocalDate", "now"),
            new Call(Kind.TIME, "java.time.LocalTime", "now"),
            new Call(Kind.TIME, "java.time.LocalDateTime", "now"),
            new Call(Kind.TIME, "java.time.OffsetDateTime", "now"),
            new Call(Kind.TIME, "java.time.ZonedDateTime", "now"),
            new Call(Kind.TIME, "java.time.Clock", "systemUTC"),
            new Call(Kind.TIME, "java.time.Clock", "systemDefaultZone"),
            new Call(Kind.TIME, "java.time.Clock", "system"),
            new Call(Kind.TIME, "java.util.Date", NEW, true),
            new Call(Kind.TIME, "java.lang.System", "currentTimeMillis"),
            new Call(Kind.TIME, "java.lang.System", "nanoTime"),
            new Call(Kind.CHANCE, "java.util.UUID", "randomUUID"),
            new Call(Kind.CHANCE, "java.util.Random", NEW),
            new Call(Kind.CHANCE, "java.util.SplittableRandom", NEW),
            new Call(Kind.CHANCE, "java.util.concurrent.ThreadLocalRandom", "current"),
            new Call(Kind.CHANCE, "java.lang.Math", "random"),
            new Call(Kind.CHANCE, "java.util.Collections", "shuffle"),
            new Call(Kind.SLEEP, "java.lang.Thread", "sleep"),
            new Call(Kind.SLEEP, "java.util.concurrent.TimeUnit", "sleep"),
            new Call(Kind.SLEEP, "java.util.concurrent.locks.LockSupport", "parkNanos"),
            new Call(Kind.THREAD, "java.lang.Thread", NEW),
            new Call(Kind.THREAD, "java.util.Timer", NEW),
            new Call(Kind.THREAD, "java.util.concurrent.Executors", ANY),
            new Call(Kind.THREAD, "java.util.concurrent.ThreadPoolExecutor", NEW),
            new Call(Kind.THREAD, "java.util.concurrent.ScheduledThreadPoolExecutor", NEW),
            new Call(Kind.THREAD, "java.util.concurrent.ForkJoinPool", ANY),
            new Call(Kind.THREAD, "java.util.concurrent.CompletableFuture", "runAsync"),
            new Call(Kind.THREAD, "java.util.concurrent.CompletableFuture", "supplyAsync"),
            new Call(Kind.THREAD, "java.util.concurrent.CompletableFuture", "delayedExecutor"),
            new Call(Kind.THREAD, ANY, "parallelStream"));

    private ForbiddenCalls() {}

    /** The forbidden calls in shipped classes, a line each. */
    static List<String> inMain(Iterable<JavaClass> classes) {
        return find(classes, Kind.values());
    }

    /** The forbidden calls in tests, a line each. Tests may start threads: some prove what holds between threads. */
    static List<String> inTests(Iterable<JavaClass> classes) {
        return find(classes, Kind.TIME, Kind.CHANCE, Kind.SLEEP);
    }

    private static List<String> find(Iterable<JavaClass> classes, Kind... kinds) {
        List<String> out = new ArrayList<>();
        for (JavaClass one : classes) {
            Stream.concat(one.getCodeUnitCallsFromSelf().stream(), one.getCodeUnitReferencesFromSelf().stream())
                    .forEach(access -> find(one, access, List.of(kinds), out));
        }
        return out.stream().distinct().sorted().toList();
    }

    private static void find(JavaClass one, JavaCodeUnitAccess<?> access, List<Kind> kinds, List<String> out) {
        String owner = access.getTargetOwner().getName();
        String method = access.getTarget().getName();
        for (Call call : CALLS) {
            boolean matches = (call.owner().equals(ANY) || call.owner().equals(owner))
                    && (call.method().equals(ANY) || call.method().equals(method))
                    && (!call.noArguments()
                            || access.getTarget().getRawParameterTypes().isEmpty());
            if (matches && kinds.contains(call.kind()) && !isAtHome(call.kind(), one.getName())) {
                String what = method.equals(NEW) ? "new " + owner : owner + "." + method;
                out.add(one.getName() + " line " + access.getLineNumber() + " calls " + what + ": "
                        + call.kind().instead);
            }
        }
    }

    private static boolean isAtHome(Kind kind, String className) {
        return kind.home.stream().anyMatch(className::startsWith);
    }
}
