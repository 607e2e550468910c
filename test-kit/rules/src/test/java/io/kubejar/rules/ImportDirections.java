package io.kubejar.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which module may import what, as ARCHITECTURE.md has it. */
final class ImportDirections {
    private static final String ROOT = "io.kubejar.";
    private static final List<String> VALUES = List.of("java.", "com.fasterxml.jackson.", "org.jspecify.");
    private static final List<String> COMPONENT_LIBRARIES = with(VALUES, "org.slf4j.");

    /** What has another name in the published cluster, so that adapters which are published apart must not know it. */
    private static final List<String> BUNDLED =
            List.of("com.fasterxml.", "com.google.", "io.etcd.", "io.grpc.", "io.netty.", "io.vertx.", "org.junit.");

    /** What adapters for clients of others' make stand on: the cluster's HTTP, its answers and its loops. */
    private static final Set<String> CLIENTS = Set.of("core", "cluster.", "server.exchange");

    /**
     * One row of the table.
     *
     * @param module the part of the package name after {@code io.kubejar.}
     * @param modules the modules it may import besides itself
     * @param libraries the only libraries it may import, as package prefixes; empty when any is allowed
     * @param refused package prefixes it must not import
     */
    private record Row(String module, Set<String> modules, List<String> libraries, List<String> refused) {}

    /**
     * A library that only some packages of a module may see.
     *
     * @param library a class, or a package prefix with a dot at its end
     * @param but parts of the library that this row does not speak of
     * @param where the packages; "" is the module's uppermost one
     */
    private record Confined(String module, String library, List<String> but, Set<String> where) {}

    private static final List<Row> TABLE = List.of(
            new Row("core", Set.of(), VALUES, List.of()),
            new Row("etcd", Set.of("core"), List.of(), List.of()),
            new Row("server", Set.of("core"), List.of(), List.of()),
            new Row("scheduler", Set.of("core"), COMPONENT_LIBRARIES, List.of()),
            new Row("controllers", Set.of("core"), COMPONENT_LIBRARIES, List.of()),
            new Row("kubelet", Set.of("core"), COMPONENT_LIBRARIES, List.of()),
            new Row(
                    "cluster",
                    Set.of("core", "etcd", "server", "scheduler", "controllers", "kubelet"),
                    List.of(),
                    List.of("org.junit.", "picocli.")),
            new Row("schemagen", Set.of(), List.of(), List.of()),
            new Row("testing", Set.of(), List.of(), List.of()),
            // What cluster hands out is made of core's values, and EtcdServer is for users.
            new Row("junit", Set.of("core", "cluster", "etcd."), List.of(), List.of("picocli.")),
            new Row("cli", Set.of("core", "cluster", "etcd."), List.of(), List.of("org.junit.")),
            new Row("fabric8", CLIENTS, List.of(), BUNDLED),
            new Row("official", CLIENTS, List.of(), BUNDLED),
            new Row("bench", Set.of("core", "cluster", "etcd.", "server.remote"), List.of(), List.of("org.junit.")));

    /** In the signature of a method that jetcd's interfaces ask for. */
    private static final String STREAM = "io.grpc.stub.StreamObserver";
    /** The storage port: what the uppermost packages hand from one to the other. */
    private static final String PORT = "io.etcd.jetcd.Client";
    /** The protobuf messages: the common language of both doors of the embedded etcd. */
    private static final String MESSAGES = "io.etcd.jetcd.api.";

    private static final List<Confined> CONFINED = List.of(
            new Confined("etcd", "io.grpc.", List.of(STREAM), Set.of("grpc", "gateway")),
            new Confined("etcd", STREAM, List.of(), Set.of("grpc", "jetcd")),
            new Confined("etcd", "io.netty.", List.of(), Set.of("grpc", "http")),
            new Confined("etcd", "io.etcd.jetcd.", List.of(MESSAGES, PORT), Set.of("jetcd")),
            new Confined("etcd", PORT, List.of(), Set.of("jetcd", "junit", "")),
            new Confined("etcd", "org.junit.", List.of(), Set.of("junit")),
            new Confined("server", "io.etcd.", List.of(PORT), Set.of("storage")),
            new Confined("server", PORT, List.of(), Set.of("storage", "")),
            new Confined("server", "io.grpc.", List.of(), Set.of("storage")),
            new Confined("server", "io.netty.", List.of(), Set.of("http")));

    private ImportDirections() {}

    /** What in the classes goes against the table, a line each. */
    static List<String> violations(Iterable<JavaClass> classes) {
        List<String> out = new ArrayList<>();
        for (JavaClass one : classes) {
            if (TABLE.stream().noneMatch(row -> one.getName().startsWith(ROOT + row.module() + "."))) {
                out.add(one.getName() + " is in no module of the table");
            }
            for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getName();
                String why = refusal(one.getName(), target);
                if (!why.isEmpty()) {
                    out.add(one.getName() + " imports " + target + ": " + why);
                }
            }
        }
        return out.stream().distinct().sorted().toList();
    }

    /** Why a class must not import another one; "" when it may. */
    private static String refusal(String from, String to) {
        for (Row row : TABLE) {
            if (from.startsWith(ROOT + row.module() + ".")) {
                String why = refusal(row, to);
                if (!why.isEmpty()) {
                    return why;
                }
            }
        }
        for (Confined one : CONFINED) {
            if (from.startsWith(ROOT + one.module() + ".")
                    && isNamedBy(one.library(), to)
                    && one.but().stream().noneMatch(part -> isNamedBy(part, to))
                    && one.where().stream().noneMatch(where -> isIn(one.module() + "." + where, from))) {
                return "in " + one.module() + " only " + new TreeSet<>(one.where()) + " may see " + one.library();
            }
        }
        return "";
    }

    private static boolean isNamedBy(String classOrPrefix, String className) {
        return classOrPrefix.endsWith(".") ? className.startsWith(classOrPrefix) : className.equals(classOrPrefix);
    }

    private static String refusal(Row row, String to) {
        if (to.startsWith(ROOT)) {
            boolean allowed = to.startsWith(ROOT + row.module() + ".")
                    || row.modules().stream().anyMatch(module -> isIn(module, to));
            return allowed
                    ? ""
                    : row.module() + " may import only "
                            + row.modules().stream().sorted().toList();
        }
        if (!to.contains(".")) { // a primitive
            return "";
        }
        if (!row.libraries().isEmpty() && row.libraries().stream().noneMatch(to::startsWith)) {
            return row.module() + " may use only the libraries " + row.libraries();
        }
        return row.refused().stream().anyMatch(to::startsWith) ? row.module() + " must not know " + row.refused() : "";
    }

    /** Whether the class is in the module; a module with a dot at its end means its uppermost package only. */
    private static boolean isIn(String module, String className) {
        String inside = ROOT + module + (module.endsWith(".") ? "" : ".");
        return className.startsWith(inside) && (!module.endsWith(".") || className.indexOf('.', inside.length()) < 0);
    }

    private static List<String> with(List<String> some, String another) {
        List<String> out = new ArrayList<>(some);
        out.add(another);
        return List.copyOf(out);
    }
}
