package io.kubejar.kubelet.shell;

import java.util.List;

/** The expression of {@code $((...))}: whole numbers, variables, the usual operators. */
final class Arithmetic {
    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("==", "!="),
            List.of("<=", ">=", "<", ">"),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private final String text;
    private final Shell shell;
    private int at;

    Arithmetic(String text, Shell shell) {
        this.text = text.replaceAll("\\s+", "").replace("$", "");
        this.shell = shell;
    }

    /** Its value; 0 when it is none. */
    long value() {
        return text.isEmpty() ? 0 : level(0);
    }

    private long level(int level) {
        if (level == LEVELS.size()) {
            return atom();
        }
        long left = level(level + 1);
        while (true) {
            String operator = null;
            for (String candidate : LEVELS.get(level)) {
                if (operator == null && text.startsWith(candidate, at)) {
                    operator = candidate;
                }
            }
            if (operator == null) {
                return left;
            }
            at += operator.length();
            left = apply(operator, left, level(level + 1));
        }
    }

    private static long apply(String operator, long a, long b) {
        return switch (operator) {
            case "||" -> a != 0 || b != 0 ? 1 : 0;
            case "&&" -> a != 0 && b != 0 ? 1 : 0;
            case "==" -> a == b ? 1 : 0;
            case "!=" -> a != b ? 1 : 0;
            case "<=" -> a <= b ? 1 : 0;
            case ">=" -> a >= b ? 1 : 0;
            case "<" -> a < b ? 1 : 0;
            case ">" -> a > b ? 1 : 0;
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> b == 0 ? 0 : a / b;
            default -> b == 0 ? 0 : a % b;
        };
    }

    private long atom() {
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            long value = level(0);
            at++;
            return value;
        }
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
            return -atom();
        }
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String word = text.substring(from, at);
        if (word.isEmpty()) {
            at = text.length();
            return 0;
        }
        String number = Character.isDigit(word.charAt(0)) ? word : shell.variable(word);
        try {
            return number == null || number.isEmpty() ? 0 : Long.parseLong(number);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
