package io.kubejar.core.error;

/** One cause of a failed request: a machine-readable type, what is wrong, and the field's path ("" when none). */
public record Cause(String type, String message, String field) {}
