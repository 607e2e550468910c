package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.PrinterColumn;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The columns of an event. Upstream: printEvent, pkg/printers/internalversion/printers.go, v1.36. */
final class EventColumns {
    private static final String TYPE = "io.k8s.api.core.v1.Event";

    private EventColumns() {}

    static List<PrinterColumn> all() {
        return List.of(
                time("Last Seen", "lastTimestamp", 0, EventColumns::last),
                Columns.string("Type", doc(TYPE, "type"), o -> Json.textOr(o, "", "type")),
                Columns.string("Reason", doc(TYPE, "reason"), o -> Json.textOr(o, "", "reason")),
                Columns.string("Object", doc(TYPE, "involvedObject"), EventColumns::about),
                Columns.wide(
                        "Subobject",
                        doc("io.k8s.api.core.v1.ObjectReference", "fieldPath"),
                        o -> Json.textOr(o, "", "involvedObject", "fieldPath")),
                Columns.wide("Source", doc(TYPE, "source"), EventColumns::source),
                Columns.string(
                        "Message",
                        doc(TYPE, "message"),
                        o -> Json.textOr(o, "", "message").strip()),
                time("First Seen", "firstTimestamp", 1, EventColumns::first),
                new PrinterColumn(
                        "Count",
                        "string",
                        "",
                        doc(TYPE, "count"),
                        1,
                        (o, now) -> JsonNodeFactory.instance.numberNode(count(o))),
                new PrinterColumn(
                        "Name",
                        "string",
                        "name",
                        Columns.name().description(),
                        1,
                        Columns.name().cell()));
    }

    /** How a time of an event is found. */
    private interface When {
        String of(ObjectNode event);
    }

    private static PrinterColumn time(String name, String field, int priority, When when) {
        return new PrinterColumn(
                name,
                "string",
                "",
                doc(TYPE, field),
                priority,
                (o, now) -> JsonNodeFactory.instance.textNode(age(when.of(o), now)));
    }

    private static String age(String time, Instant now) {
        return Columns.age(time, now);
    }

    private static String first(ObjectNode event) {
        return Json.textOr(event, Json.textOr(event, "", "eventTime"), "firstTimestamp");
    }

    private static String last(ObjectNode event) {
        String series = Json.textOr(event, "", "series", "lastObservedTime");
        String last = Json.textOr(event, first(event), "lastTimestamp");
        return series.isEmpty() ? last : series;
    }

    private static long count(ObjectNode event) {
        long series = Json.number(event, 0, "series", "count");
        long count = series > 0 ? series : Json.number(event, 0, "count");
        return Math.max(1, count);
    }

    private static String about(ObjectNode event) {
        String kind = Json.textOr(event, "", "involvedObject", "kind").toLowerCase(Locale.ROOT);
        String name = Json.textOr(event, "", "involvedObject", "name");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(ObjectNode event) {
        String component = Json.textOr(event, Json.textOr(event, "", "reportingComponent"), "source", "component");
        String host = Json.textOr(event, Json.textOr(event, "", "reportingInstance"), "source", "host");
        return host.isEmpty() ? component : component + ", " + host;
    }
}
