package io.kubejar.server.openapi;

/**
 * A parameter of a request.
 *
 * @param in {@code query} or {@code path}; those in the path are required
 * @param type {@code string}, {@code integer} or {@code boolean}
 */
record Parameter(String name, String in, String type, String description) {
    boolean required() {
        return in.equals("path");
    }
}
