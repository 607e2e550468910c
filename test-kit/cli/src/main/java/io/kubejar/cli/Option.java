package io.kubejar.cli;

/**
 * One option of a command.
 *
 * @param name with its dashes
 * @param value what stands for its value in the help; "" for an option without one
 * @param help what it does
 */
record Option(String name, String value, String help) {
    /** As it stands in the help. */
    String usage() {
        return value.isEmpty() ? name : name + " " + value;
    }
}
