package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.Times;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.schema.Descriptions;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The columns of Tables, and the words for ages. Upstream: pkg/printers/internalversion/printers.go, v1.36. */
public final class Columns {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
    private static SoftReference<Descriptions> descriptions = new SoftReference<>(null); // guarded by the class

    private Columns() {}

    /** The description of a type's field, as OpenAPI has it. */
    public static Supplier<String> doc(String type, String field) {
        return () -> description(type, field);
    }

    /** Reading a package's texts takes long and they are large: they stay while memory allows. */
    private static synchronized String description(String type, String field) {
        Descriptions texts = descriptions.get();
        if (texts == null) {
            texts = new Descriptions();
            descriptions = new SoftReference<>(texts);
        }
        return texts.ofFields(type).getOrDefault(field, "");
    }

    /** The name. */
    public static PrinterColumn name() {
        return name(object -> Json.textOr(object, "", "metadata", "name"));
    }

    /** The name with something added. */
    public static PrinterColumn name(Function<ObjectNode, String> cell) {
        return new PrinterColumn(
                "Name", "string", "name", doc(META, "name"), 0, (object, now) -> text(cell.apply(object)));
    }

    /** The age. */
    public static PrinterColumn age() {
        return new PrinterColumn(
                "Age",
                "string",
                "",
                doc(META, "creationTimestamp"),
                0,
                (object, now) -> text(age(Json.textOr(object, "", "metadata", "creationTimestamp"), now)));
    }

    /** When it was made, as a date; the fall-back of kinds without columns of their own. */
    public static PrinterColumn createdAt() {
        return new PrinterColumn(
                "Created At",
                "date",
                "",
                doc(META, "creationTimestamp"),
                0,
                (object, now) -> text(Json.textOr(object, "", "metadata", "creationTimestamp")));
    }

    /** A column of texts that is always shown. */
    public static PrinterColumn string(String name, Supplier<String> doc, Function<ObjectNode, String> cell) {
        return new PrinterColumn(name, "string", "", doc, 0, (object, now) -> text(cell.apply(object)));
    }

    /** A column of texts that is shown on demand. */
    public static PrinterColumn wide(String name, Supplier<String> doc, Function<ObjectNode, String> cell) {
        return new PrinterColumn(name, "string", "", doc, 1, (object, now) -> text(cell.apply(object)));
    }

    /** A column whose declared type is integer. */
    public static PrinterColumn integer(String name, Supplier<String> doc, ToLongFunction<ObjectNode> cell) {
        return new PrinterColumn(name, "integer", "", doc, 0, (object, now) -> number(cell.applyAsLong(object)));
    }

    /** A column of numbers whose declared type is string, as upstream has some. */
    public static PrinterColumn count(String name, Supplier<String> doc, ToLongFunction<ObjectNode> cell) {
        return new PrinterColumn(name, "string", "", doc, 0, (object, now) -> number(cell.applyAsLong(object)));
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private static JsonNode number(long number) {
        return JsonNodeFactory.instance.numberNode(number);
    }

    /** The age of a time in words; {@code <unknown>} for none. Upstream: translateTimestampSince. */
    public static String age(String since, Instant now) {
        Instant time = Times.parse(since);
        return time == null ? "<unknown>" : duration(Duration.between(time, now));
    }

    /** {@code 5s}, {@code 3m20s}, {@code 4h12m}, {@code 2d}. Upstream: duration.HumanDuration, apimachinery, v1.36. */
    public static String duration(Duration duration) {
        long seconds = duration.getSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        if (seconds < 120) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return minutes + "m" + part(seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return hours + "h" + part(minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (hours < 192) {
            return hours / 24 + "d" + part(hours % 24, "h");
        }
        long days = hours / 24;
        if (days < 365 * 2) {
            return days + "d";
        }
        return days < 365 * 8 ? days / 365 + "y" + part(days % 365, "d") : days / 365 + "y";
    }

    private static String part(long rest, String unit) {
        return rest == 0 ? "" : rest + unit;
    }

    /** The names and images of a template's containers, each joined by commas; shown on demand. */
    public static List<PrinterColumn> templateContainers() {
        return List.of(
                wide("Containers", () -> "Names of each container in the template.", object -> join(object, "name")),
                wide(
                        "Images",
                        () -> "Images referenced by each container in the template.",
                        object -> join(object, "image")));
    }

    /** {@code spec.selector} as text; shown on demand. */
    public static PrinterColumn selector(Supplier<String> doc) {
        return wide("Selector", doc, object -> selectorText(Json.at(object, "spec", "selector")));
    }

    /** A metav1.LabelSelector as kubectl shows it. Upstream: metav1.FormatLabelSelector. */
    public static String selectorText(JsonNode selector) {
        String text = selector.isObject() ? LabelSelector.of(selector).toString() : "";
        return text.isEmpty() ? "<none>" : text;
    }

    /** How many of the wanted replicas are ready, as {@code 2/3}. */
    public static String readyOfReplicas(ObjectNode object) {
        return Json.number(object, 0, "status", "readyReplicas") + "/" + Json.number(object, 0, "spec", "replicas");
    }

    private static String join(ObjectNode object, String field) {
        List<String> out = new ArrayList<>();
        Json.at(object, "spec", "template", "spec", "containers").forEach(c -> out.add(Json.textOr(c, "", field)));
        return String.join(",", out);
    }
}
