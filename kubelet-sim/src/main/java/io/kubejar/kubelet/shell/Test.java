package io.kubejar.kubelet.shell;

import java.util.List;

/** The program {@code test}. */
final class Test {
    private Test() {}

    /** Whether the expression holds. */
    static boolean holds(List<String> args, Shell shell) {
        int or = args.indexOf("-o");
        if (or > 0) {
            return holds(args.subList(0, or), shell) || holds(args.subList(or + 1, args.size()), shell);
        }
        int and = args.indexOf("-a");
        if (and > 0) {
            return holds(args.subList(0, and), shell) && holds(args.subList(and + 1, args.size()), shell);
        }
        if (!args.isEmpty() && args.get(0).equals("!")) {
            return !holds(args.subList(1, args.size()), shell);
        }
        return switch (args.size()) {
            case 0 -> false;
            case 1 -> !args.get(0).isEmpty();
            case 2 -> unary(args.get(0), args.get(1), shell);
            default -> binary(args.get(0), args.get(1), args.get(2));
        };
    }

    private static boolean unary(String operator, String operand, Shell shell) {
        return switch (operator) {
            case "-z" -> operand.isEmpty();
            case "-n" -> !operand.isEmpty();
            case "-e", "-f", "-r" -> shell.read(operand) != null;
            case "-s" -> {
                String text = shell.read(operand);
                yield text != null && !text.isEmpty();
            }
            default -> false;
        };
    }

    private static boolean binary(String left, String operator, String right) {
        return switch (operator) {
            case "=", "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            default -> compare(left, operator, right);
        };
    }

    private static boolean compare(String left, String operator, String right) {
        long order;
        try {
            order = Long.compare(Long.parseLong(left.trim()), Long.parseLong(right.trim()));
        } catch (NumberFormatException e) {
            return false;
        }
        return switch (operator) {
            case "-eq" -> order == 0;
            case "-ne" -> order != 0;
            case "-lt" -> order < 0;
            case "-le" -> order <= 0;
            case "-gt" -> order > 0;
            case "-ge" -> order >= 0;
            default -> false;
        };
    }
}
