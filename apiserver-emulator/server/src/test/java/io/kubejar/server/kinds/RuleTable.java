package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/** Asks a kind's strategy what is wrong with objects; quotes may be single ones. */
final class RuleTable {
    private RuleTable() {}

    /** The causes for a new object, each as {@code field: message}. */
    static List<String> created(Strategy kind, String json) {
        ObjectNode object = object(kind, json);
        FieldErrors errors = new FieldErrors();
        kind.validate(object, errors);
        return lines(errors);
    }

    /** The causes for a new pod with one container and these fields of its spec. */
    static List<String> pod(String fields) {
        return podOf("{'containers':[{'name':'c','image':'x'}]," + fields + "}");
    }

    /** The causes for a new pod whose container has these fields, and which has a volume {@code v} and a claim {@code d}. */
    static List<String> container(String fields) {
        return podOf("{'volumes':[{'name':'v','emptyDir':{}},{'name':'d','persistentVolumeClaim':{'claimName':'d'}}],"
                + "'containers':[{'name':'c','image':'x'," + fields + "}]}");
    }

    /** The causes for a new pod with this spec. */
    static List<String> podOf(String spec) {
        return created(new PodKind(), "{'metadata':{'name':'p'},'spec':" + spec + "}");
    }

    /** The causes for a new object after what the strategy does to it. */
    static List<String> prepared(Strategy kind, String json) {
        ObjectNode object = object(kind, json);
        kind.prepareForCreate(object);
        kind.defaults(object);
        FieldErrors errors = new FieldErrors();
        kind.validate(object, errors);
        return lines(errors);
    }

    /** The causes for a change. */
    static List<String> updated(Strategy kind, String before, String after) {
        FieldErrors errors = new FieldErrors();
        kind.validateUpdate(object(kind, after), object(kind, before), errors);
        return lines(errors);
    }

    /** The causes for a change of the status. */
    static List<String> statusUpdated(Strategy kind, String before, String after) {
        FieldErrors errors = new FieldErrors();
        kind.validateStatusUpdate(object(kind, after), object(kind, before), errors);
        return lines(errors);
    }

    /** An object with its defaults. */
    static ObjectNode object(Strategy kind, String json) {
        ObjectNode object = (ObjectNode) Json.parse(json.replace('\'', '"'));
        kind.defaults(object);
        return object;
    }

    private static List<String> lines(FieldErrors errors) {
        return errors.causes().stream().map(c -> c.field() + ": " + c.message()).toList();
    }
}
