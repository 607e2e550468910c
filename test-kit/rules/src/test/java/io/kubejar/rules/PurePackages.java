package io.kubejar.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The packages that only decide: functions from values to values. They do no I/O, know no threads and no loops, and see
 * neither network libraries nor the store.
 */
final class PurePackages {
    /** Pure as they stand here, with all packages below. */
    private static final List<String> PURE = List.of(
            "io.kubejar.core.object",
            "io.kubejar.core.error",
            "io.kubejar.etcd.mvcc",
            "io.kubejar.etcd.lease",
            "io.kubejar.etcd.watch",
            "io.kubejar.etcd.auth",
            "io.kubejar.server.registry",
            "io.kubejar.server.kinds",
            "io.kubejar.server.schema",
            "io.kubejar.server.admission",
            "io.kubejar.server.authn",
            "io.kubejar.server.authz",
            "io.kubejar.server.patch",
            "io.kubejar.server.fields",
            "io.kubejar.server.spdy");

    /** In these everything below the uppermost package is pure but the one package that acts. */
    private record Acting(String module, String where) {}

    private static final List<Acting> ACTING =
            List.of(new Acting("io.kubejar.scheduler.", "loop"), new Acting("io.kubejar.kubelet.", "fleet"));

    private static final List<String> REFUSED_PACKAGES = List.of(
            "java.net.",
            "java.nio.file.",
            "java.nio.channels.",
            "javax.net.",
            "java.net.http.",
            "io.grpc.",
            "io.netty.",
            "io.vertx.",
            "io.etcd.jetcd.",
            "io.kubejar.core.loop.");

    /** Addresses as text: values, although they live in {@code java.net}. */
    private static final Set<String> VALUES =
            Set.of("java.net.URI", "java.net.URISyntaxException", "java.net.URLDecoder", "java.net.URLEncoder");

    private static final Set<String> REFUSED_CLASSES = Set.of(
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Thread",
            "java.util.Timer",
            "java.util.concurrent.BlockingQueue",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CountDownLatch",
            "java.util.concurrent.Executor",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.Future",
            "java.util.concurrent.ScheduledExecutorService",
            "java.util.concurrent.ThreadPoolExecutor",
            "io.kubejar.core.client.ApiClient");

    private PurePackages() {}

    /** Whether a class is in a pure package. */
    static boolean isPure(String className) {
        if (PURE.stream().anyMatch(name -> className.startsWith(name + "."))) {
            return true;
        }
        return ACTING.stream()
                .anyMatch(one -> className.startsWith(one.module())
                        && className.indexOf('.', one.module().length()) > 0
                        && !className.startsWith(one.module() + one.where() + "."));
    }

    /** What the pure classes among these know and should not, a line each. */
    static List<String> violations(Iterable<JavaClass> classes) {
        List<String> out = new ArrayList<>();
        for (JavaClass one : classes) {
            if (isPure(one.getName())) {
                for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                    String target =
                            dependency.getTargetClass().getBaseComponentType().getName();
                    if (isRefused(one.getName(), target)) {
                        out.add(one.getName() + " is in a pure package and uses " + target
                                + ": decide here, act in the loop or the door above");
                    }
                }
            }
        }
        return out.stream().distinct().sorted().toList();
    }

    private static boolean isRefused(String from, String target) {
        if (VALUES.contains(target)) {
            return false;
        }
        if (target.startsWith("io.etcd.jetcd.api.")) { // protobuf messages: requests and answers as values
            return !from.startsWith("io.kubejar.etcd.");
        }
        return REFUSED_CLASSES.contains(target) || REFUSED_PACKAGES.stream().anyMatch(target::startsWith);
    }

    /** The packages that the rule names and none of the classes is in. */
    static List<String> missing(Iterable<JavaClass> classes) {
        List<String> names = new ArrayList<>();
        classes.forEach(one -> names.add(one.getName()));
        Stream<String> wanted = Stream.concat(PURE.stream(), ACTING.stream().map(one -> one.module() + one.where()));
        return wanted.filter(name -> names.stream().noneMatch(one -> one.startsWith(name + ".")))
                .toList();
    }
}
