package io.kubejar.kubelet.env;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The downward API. Upstream: podFieldSelectorRuntimeValue and fieldpath.ExtractFieldPathAsString, v1.36. */
final class Fields {
    private static final Pattern SUBSCRIPT = Pattern.compile("metadata\\.(labels|annotations)\\['([^']*)']");

    private Fields() {}

    /** The value of a field of a pod; "" for one that is not set. */
    static String value(ApiObject pod, String path, Environment.Place place) {
        Matcher subscript = SUBSCRIPT.matcher(path);
        if (subscript.matches()) {
            return Json.textOr(pod.metadata(), "", subscript.group(1), subscript.group(2));
        }
        return switch (path) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "metadata.uid" -> pod.uid();
            case "metadata.labels" -> lines(pod.labels());
            case "metadata.annotations" -> lines(pod.annotations());
            case "spec.nodeName" -> place.nodeName();
            case "spec.serviceAccountName" -> Json.textOr(pod.spec(), "", "serviceAccountName");
            case "status.hostIP", "status.hostIPs" -> place.hostIp();
            case "status.podIP", "status.podIPs" -> place.podIp();
            default -> "";
        };
    }

    private static String lines(java.util.Map<String, String> entries) {
        return entries.entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=\"" + e.getValue() + "\"")
                .collect(Collectors.joining("\n"));
    }
}
