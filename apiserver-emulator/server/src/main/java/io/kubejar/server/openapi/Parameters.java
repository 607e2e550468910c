package io.kubejar.server.openapi;

import io.kubejar.server.schema.Descriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters that each kind of request has. */
final class Parameters {
    static final List<String> LIST = List.of(
            "allowWatchBookmarks",
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "pretty",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "shardSelector",
            "timeoutSeconds",
            "watch");
    static final List<String> WRITE = List.of("dryRun", "fieldManager", "fieldValidation", "pretty");
    static final List<String> PATCH = List.of("dryRun", "fieldManager", "fieldValidation", "force", "pretty");
    static final List<String> DELETE = List.of(
            "dryRun",
            "gracePeriodSeconds",
            "ignoreStoreReadErrorWithClusterBreakingPotential",
            "orphanDependents",
            "pretty",
            "propagationPolicy");
    static final List<String> DELETE_LIST = List.of(
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "shardSelector",
            "timeoutSeconds");

    private static final Set<String> BOOLEANS = Set.of(
            "allowWatchBookmarks",
            "follow",
            "force",
            "ignoreStoreReadErrorWithClusterBreakingPotential",
            "insecureSkipTLSVerifyBackend",
            "orphanDependents",
            "previous",
            "sendInitialEvents",
            "stderr",
            "stdin",
            "stdout",
            "timestamps",
            "tty",
            "watch");
    private static final Set<String> INTEGERS =
            Set.of("gracePeriodSeconds", "limit", "limitBytes", "ports", "sinceSeconds", "tailLines", "timeoutSeconds");

    private static final String NAMESPACE = "namespace";

    private final Map<String, Map<String, String>> texts = Descriptions.parameters();

    /** Parameters of the query, described as those of the operation on pods. */
    List<Parameter> query(String operation, List<String> names) {
        List<Parameter> out = new ArrayList<>();
        names.forEach(n -> out.add(new Parameter(n, "query", type(n), text(operation, n))));
        return out;
    }

    /** All parameters that an operation has beside those of every request, as its texts name them. */
    List<Parameter> connect(String operation) {
        List<Parameter> out = new ArrayList<>();
        for (String name : texts.getOrDefault(operation, Map.of()).keySet()) {
            switch (name) {
                case "name", NAMESPACE, "path", "body" -> {}
                case "path2" -> out.add(new Parameter("path", "query", "string", text(operation, name)));
                default -> out.add(new Parameter(name, "query", type(name), text(operation, name)));
            }
        }
        return out;
    }

    Parameter namespace() {
        return new Parameter(NAMESPACE, "path", "string", text("createNamespacedPod", NAMESPACE));
    }

    static Parameter name(String kind) {
        return new Parameter("name", "path", "string", "name of the " + kind);
    }

    Parameter path() {
        return new Parameter("path", "path", "string", text("connectGetNamespacedPodProxyWithPath", "path"));
    }

    private String text(String operation, String name) {
        return texts.getOrDefault(operation, Map.of()).getOrDefault(name, "");
    }

    private static String type(String name) {
        return BOOLEANS.contains(name) ? "boolean" : INTEGERS.contains(name) ? "integer" : "string";
    }
}
