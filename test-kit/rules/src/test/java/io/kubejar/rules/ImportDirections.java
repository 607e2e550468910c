package io.kubejar.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which module may import what, as ARCHITECTURE.md has it. */
final class ImportDirections {
    private static final String ROOT = "io.kubejar.";
    private static final List<String> VALUES = List.of("java.", "com.fasterxml.jackson.", "org.jspecify.");
    private static final List<String> COMPONENT_LIBRARIES = with(VALUES, "org.slf4j.");

    /**
     * One row of the table.
     *
     * @param module the part of the package name after {@code io.kubejar.}
     * @param modules the modules it may import besides itself
     * @param libraries the only libraries it may import, as package prefixes; empty when any is allowed
     * @param refused package prefixes it must not import
     */
    private record Row(String module, Set<String> modules, List<String> libraries, List<String> refused) {}

    /** A library that only one package of a module may see; {@code but} is the part of it that is free for all. */
    private record Confined(String module, String library, String but, String where) {}

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
            new Row("testing", Set.of(), List.of(), List.of()),
            // What cluster hands out is made of core's values, and EtcdServer is for users.
            new Row("junit", Set.of("core", "cluster", "etcd."), List.of(), List.of("picocli.")),
            new Row("cli", Set.of("core", "cluster", "etcd."), List.of(), List.of("org.junit.")),
            new Row("bench", Set.of("core", "cluster", "etcd."), List.of(), List.of("org.junit.")));

    private static final List<Confined> CONFINED = List.of(
            new Confined("etcd", "io.grpc.", "", "grpc"),
            new Confined("etcd", "io.netty.", "", "grpc"),
            // The protobuf messages are the common language of both doors, the client's interfaces belong to one.
            new Confined("etcd", "io.etcd.jetcd.", "io.etcd.jetcd.api.", "jetcd"),
            new Confined("server", "io.etcd.", "", "storage"),
            new Confined("server", "io.grpc.", "", "storage"),
            new Confined("server", "io.netty.", "", "http"));

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
            String inside = ROOT + one.module() + "." + one.where() + ".";
            if (from.startsWith(ROOT + one.module() + ".")
                    && to.startsWith(one.library())
                    && (one.but().isEmpty() || !to.startsWith(one.but()))
                    && !from.startsWith(inside)) {
                return "in " + one.module() + " only package " + one.where() + " may see " + one.library() + "*";
            }
        }
        return "";
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
