package io.kubejar.kubelet.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.core.object.Resources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a container. Upstream: makeEnvironmentVariables, pkg/kubelet/kubelet_pods.go, v1.36.
 *
 * @param variables all variables by name
 * @param problem why it cannot be made, as the kubelet says it; null when it can
 */
public record Environment(
        Map<String, String> variables, @Nullable String problem) {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^()]+)\\))");

    /** Where the pod runs and under which addresses. */
    public record Place(String nodeName, String hostIp, String podIp) {}

    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message, null, false, false);
        }
    }

    /** Makes the environment of a container of a pod. */
    public static Environment of(ApiObject pod, JsonNode container, Lookup lookup, Place place) {
        Map<String, String> out = new TreeMap<>();
        out.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        out.put("HOME", "/root");
        String hostname = Json.textOr(pod.spec(), pod.name(), "hostname");
        out.put("HOSTNAME", Json.isTrue(pod.spec(), "hostNetwork") ? place.nodeName() : hostname);
        kubernetesService(out);
        try {
            Maker maker = new Maker(pod, container, lookup, place, out);
            container.path("envFrom").forEach(maker::all);
            container.path("env").forEach(maker::one);
            return new Environment(out, null);
        } catch (Missing e) {
            return new Environment(Map.of(), e.getMessage());
        }
    }

    private static void kubernetesService(Map<String, String> out) {
        String ip = "10.96.0.1";
        out.put("KUBERNETES_SERVICE_HOST", ip);
        out.put("KUBERNETES_SERVICE_PORT", "443");
        out.put("KUBERNETES_SERVICE_PORT_HTTPS", "443");
        out.put("KUBERNETES_PORT", "tcp://" + ip + ":443");
        out.put("KUBERNETES_PORT_443_TCP", "tcp://" + ip + ":443");
        out.put("KUBERNETES_PORT_443_TCP_PROTO", "tcp");
        out.put("KUBERNETES_PORT_443_TCP_PORT", "443");
        out.put("KUBERNETES_PORT_443_TCP_ADDR", ip);
    }

    /** Puts the values of {@code $(NAME)}; an unknown name stays as it is. Upstream: third_party/forked/golang/expansion. */
    public static String expand(String text, Map<String, String> variables) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (reference.find()) {
            String name = reference.group(2);
            String value = name == null ? "$" : variables.getOrDefault(name, reference.group());
            reference.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return reference.appendTail(out).toString();
    }

    /** {@code command} or {@code args} with their variables. */
    public List<String> expandAll(JsonNode texts) {
        List<String> out = new ArrayList<>(texts.size());
        texts.forEach(t -> out.add(expand(t.asText(), variables)));
        return out;
    }

    /** The text below a key of a ConfigMap or Secret; null when there is none. */
    static @Nullable String value(ApiObject object, String key) {
        String text = Json.text(object.tree(), "data", key);
        if (text == null) {
            text = Json.text(object.tree(), "binaryData", key);
            return text == null ? null : decode(text);
        }
        return object.kind().equals("Secret") ? decode(text) : text;
    }

    private static String decode(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** Works through the declarations in their order. */
    private record Maker(ApiObject pod, JsonNode container, Lookup lookup, Place place, Map<String, String> out) {
        void all(JsonNode from) {
            String prefix = Json.textOr(from, "", "prefix");
            ApiObject source = from.has("configMapRef")
                    ? find(Resources.CONFIG_MAPS, "configmap", from.path("configMapRef"))
                    : find(Resources.SECRETS, "secret", from.path("secretRef"));
            if (source != null) {
                source.tree().path("data").fieldNames().forEachRemaining(key -> {
                    String value = value(source, key);
                    out.put(prefix + key, value == null ? "" : value);
                });
            }
        }

        void one(JsonNode variable) {
            String name = Json.textOr(variable, "", "name");
            JsonNode from = variable.path("valueFrom");
            String value;
            if (!from.isObject()) {
                value = expand(Json.textOr(variable, "", "value"), out);
            } else if (from.has("fieldRef")) {
                value = Fields.value(pod, Json.textOr(from, "", "fieldRef", "fieldPath"), place);
            } else if (from.has("resourceFieldRef")) {
                value = resource(from.path("resourceFieldRef"));
            } else if (from.has("configMapKeyRef")) {
                value = key(Resources.CONFIG_MAPS, "configmap", "ConfigMap", from.path("configMapKeyRef"));
            } else {
                value = key(Resources.SECRETS, "secret", "Secret", from.path("secretKeyRef"));
            }
            if (value != null) {
                out.put(name, value);
            }
        }

        private @Nullable ApiObject find(Gvr resource, String word, JsonNode ref) {
            String name = Json.textOr(ref, "", "name");
            ApiObject object = lookup.get(resource, pod.namespace(), name);
            if (object == null && !Json.isTrue(ref, "optional")) {
                throw new Missing(word + " \"" + name + "\" not found");
            }
            return object == null || !object.kind().isEmpty() ? object : withKind(object, resource);
        }

        private static ApiObject withKind(ApiObject object, Gvr resource) {
            return object.edit(root -> root.put("kind", resource.equals(Resources.SECRETS) ? "Secret" : "ConfigMap"));
        }

        private @Nullable String key(Gvr resource, String word, String kind, JsonNode ref) {
            ApiObject object = find(resource, word, ref);
            String key = Json.textOr(ref, "", "key");
            String value = object == null ? null : value(object, key);
            if (value == null && !Json.isTrue(ref, "optional")) {
                throw new Missing("couldn't find key " + key + " in " + kind + " " + pod.namespace() + "/"
                        + Json.textOr(ref, "", "name"));
            }
            return value;
        }

        private String resource(JsonNode ref) {
            String[] path = Json.textOr(ref, "", "resource").split("\\.", 2);
            String other = Json.textOr(ref, "", "containerName");
            JsonNode source = container;
            for (JsonNode one : pod.spec().path("containers")) {
                source = other.equals(Json.textOr(one, "", "name")) ? one : source;
            }
            String amount = path.length < 2 ? null : Json.text(source, "resources", path[0], path[1]);
            Quantity quantity = amount == null ? Quantity.ZERO : Quantity.parse(amount);
            String divisor = Json.textOr(ref, "1", "divisor");
            BigDecimal by = BigDecimal.valueOf(
                    Quantity.parse(divisor.equals("0") ? "1" : divisor).millis());
            return BigDecimal.valueOf(quantity.millis())
                    .divide(by, 0, RoundingMode.CEILING)
                    .toPlainString();
        }
    }
}
