package io.kubejar.server.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.Cause;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects what is wrong with an object, field by field, in upstream's words. Upstream:
 * apimachinery/pkg/util/validation/field/errors.go, v1.36. Paths are as in {@code spec.containers[0].name}.
 */
public final class FieldErrors {
    private final List<Cause> causes = new ArrayList<>();

    /** A value that must be there is missing. */
    public void required(String path, String detail) {
        add("FieldValueRequired", path, detail.isEmpty() ? "Required value" : "Required value: " + detail);
    }

    /** A value breaks a rule; it is shown as Go prints it. */
    public void invalid(String path, JsonNode value, String detail) {
        add("FieldValueInvalid", path, "Invalid value: " + show(value) + ": " + detail);
    }

    /** A map breaks a rule; it is shown by its keys. */
    public void invalidMap(String path, JsonNode map, String detail) {
        invalid(path, map.isObject() ? InternalForm.sorted(map) : map, detail);
    }

    /** A text breaks a rule. */
    public void invalid(String path, String value, String detail) {
        add("FieldValueInvalid", path, "Invalid value: " + quote(value) + ": " + detail);
    }

    /** A number breaks a rule. */
    public void invalid(String path, long value, String detail) {
        add("FieldValueInvalid", path, "Invalid value: " + value + ": " + detail);
    }

    /** A value that is shown as it is, without quotes, breaks a rule. */
    public void invalidShown(String path, String shown, String detail) {
        add("FieldValueInvalid", path, "Invalid value: " + shown + ": " + detail);
    }

    /** A value is none of those that are known, which are told in the order given. */
    public void unsupported(String path, String value, String... known) {
        unsupportedShown(path, quote(value), known);
    }

    /** A value that is shown as it is, without quotes, is none of those that are known. */
    public void unsupportedShown(String path, String shown, String... known) {
        String list = Stream.of(known).map(FieldErrors::quote).collect(Collectors.joining(", "));
        add("FieldValueNotSupported", path, "Unsupported value: " + shown + ": supported values: " + list);
    }

    /** Something is there that may not be. */
    public void forbidden(String path, String detail) {
        add("FieldValueForbidden", path, "Forbidden: " + detail);
    }

    /** A value is there twice. */
    public void duplicate(String path, JsonNode value) {
        add("FieldValueDuplicate", path, "Duplicate value: " + show(value));
    }

    /** A text is there twice. */
    public void duplicate(String path, String value) {
        add("FieldValueDuplicate", path, "Duplicate value: " + quote(value));
    }

    /** A value that is shown as it is, without quotes, is there twice; a detail of "" is left out. */
    public void duplicateShown(String path, String shown, String detail) {
        add("FieldValueDuplicate", path, "Duplicate value: " + shown + (detail.isEmpty() ? "" : ": " + detail));
    }

    /** What a value refers to is not there. */
    public void notFound(String path, String value) {
        add("FieldValueNotFound", path, "Not found: " + quote(value));
    }

    /** A value is longer than allowed, in bytes. */
    public void tooLong(String path, int max) {
        add("FieldValueTooLong", path, "Too long: may not be more than " + max + " bytes");
    }

    /** A list has more items than allowed. */
    public void tooMany(String path, int actual, int max) {
        add("FieldValueTooMany", path, "Too many: " + actual + ": must have at most " + max + " items");
    }

    /** A value is of another type than the field's. */
    public void typeInvalid(String path, JsonNode value, String detail) {
        add("FieldValueTypeInvalid", path, "Invalid value: " + show(value) + ": " + detail);
    }

    /** Something went wrong while checking. */
    public void internal(String path, String detail) {
        add("InternalError", path, "Internal error: " + detail);
    }

    /** Adds a cause as it is. */
    public void add(String type, String path, String message) {
        causes.add(new Cause(type, message, path));
    }

    /** Adds all of another collection. */
    public void addAll(FieldErrors other) {
        causes.addAll(other.causes);
    }

    /** Whether nothing is wrong. */
    public boolean isEmpty() {
        return causes.isEmpty();
    }

    /** What is wrong, in order. */
    public List<Cause> causes() {
        return List.copyOf(causes);
    }

    /** A text in Go's double quotes. */
    public static String quote(String text) {
        return Json.quote(text);
    }

    private static String show(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "null" : Json.string(value);
    }
}
