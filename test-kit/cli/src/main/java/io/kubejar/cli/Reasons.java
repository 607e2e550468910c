package io.kubejar.cli;

/** Why something failed, for people. */
final class Reasons {
    private Reasons() {}

    /** The message of the innermost cause, on one line. */
    static String of(Throwable failure) {
        Throwable at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        String message = at.getMessage();
        return message == null ? at.toString() : message.replaceAll("\\s*\\R\\s*", " ");
    }
}
