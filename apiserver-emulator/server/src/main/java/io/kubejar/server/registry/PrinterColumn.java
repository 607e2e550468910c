package io.kubejar.server.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * One column of a Table.
 *
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean} or {@code date}
 * @param format {@code name} for the name's column, else ""
 * @param description for people; asked when a Table is made
 * @param priority 0 is always shown, more only on demand
 */
public record PrinterColumn(
        String name, String type, String format, Supplier<String> description, int priority, Cell cell) {
    /** Computes a cell. */
    @FunctionalInterface
    public interface Cell {
        /** The value of one object's cell, at a time. */
        JsonNode of(ObjectNode object, Instant now);
    }
}
