package io.kubejar.cluster.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.LabelSelectorParser;
import java.util.function.Predicate;

/**
 * Something that may hold for an object.
 *
 * @param name how a message speaks of it: {@code Ready}, {@code phase Running}
 */
public record Condition(String name, Predicate<ApiObject> test) {
    /** Any condition, with the name that messages are to use. */
    public static Condition of(String name, Predicate<ApiObject> test) {
        return new Condition(name, test);
    }

    /** That {@code status.conditions} has this type with status True: {@code isTrue("Ready")}. */
    public static Condition isTrue(String type) {
        return new Condition(type, object -> {
            for (JsonNode condition : object.status().path("conditions")) {
                if (type.equals(Json.text(condition, "type"))) {
                    return "True".equals(Json.text(condition, "status"));
                }
            }
            return false;
        });
    }

    /** That {@code status.phase} is this. */
    public static Condition phase(String phase) {
        return new Condition("phase " + phase, object -> phase.equals(Json.text(object.status(), "phase")));
    }

    /** That something stands at the path: {@code has("spec", "nodeName")}. */
    public static Condition has(String... path) {
        return new Condition(String.join(".", path), object -> {
            JsonNode at = object.at(path);
            return !at.isMissingNode()
                    && !at.isNull()
                    && !(at.isTextual() && at.textValue().isEmpty());
        });
    }

    /** That its labels fit a selector as in a query: {@code labels("app=web")}. */
    public static Condition labels(String selector) {
        LabelSelector parsed = LabelSelectorParser.parse(selector);
        return new Condition("labels " + selector, parsed::matches);
    }

    /** That it is being deleted. */
    public static Condition terminating() {
        return new Condition("terminating", ApiObject::isTerminating);
    }

    /** The opposite. */
    public Condition not() {
        return new Condition("not " + name, test.negate());
    }

    /** This and another one. */
    public Condition and(Condition other) {
        return new Condition(name + " and " + other.name, test.and(other.test));
    }

    /** This or another one. */
    public Condition or(Condition other) {
        return new Condition(name + " or " + other.name, test.or(other.test));
    }

    /** Whether it holds. */
    public boolean holds(ApiObject object) {
        return test.test(object);
    }
}
