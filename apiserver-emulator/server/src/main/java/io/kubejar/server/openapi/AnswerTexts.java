package io.kubejar.server.openapi;

/** What status codes are called. */
final class AnswerTexts {
    private AnswerTexts() {}

    static String of(int code) {
        return switch (code) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 401 -> "Unauthorized";
            default -> throw new IllegalArgumentException(Integer.toString(code));
        };
    }
}
