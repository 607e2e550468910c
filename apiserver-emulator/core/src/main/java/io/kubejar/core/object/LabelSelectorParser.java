package io.kubejar.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the text form of a label selector: {@code a=b,c!=d,e in (f,g),h,!i,j>1}. Throws {@link IllegalArgumentException}
 * with upstream's words. Upstream: labels.Parse, apimachinery/pkg/labels/selector.go, v1.36.
 */
public final class LabelSelectorParser {
    private static final String END = "";

    private final String text;
    private int at;

    private LabelSelectorParser(String text) {
        this.text = text;
    }

    /** The selector of a text; "" matches everything. */
    public static LabelSelector parse(String text) {
        return LabelSelector.of(new LabelSelectorParser(text).requirements());
    }

    private List<LabelRequirement> requirements() {
        List<LabelRequirement> out = new ArrayList<>();
        String token = peek();
        if (token.equals(END)) {
            return out;
        }
        if (!token.equals("!") && !isWord(token)) {
            throw new IllegalArgumentException("found '" + token + "', expected: !, identifier, or 'end of string'");
        }
        while (true) {
            out.add(framed());
            token = next();
            if (token.equals(END)) {
                return out;
            }
            if (!token.equals(",")) {
                throw new IllegalArgumentException("found '" + token + "', expected: ',' or 'end of string'");
            }
            String following = peek();
            if (!following.equals("!") && !isWord(following)) {
                throw new IllegalArgumentException("found '" + following + "', expected: identifier after ','");
            }
        }
    }

    private LabelRequirement framed() {
        try {
            return requirement();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("unable to parse requirement: " + e.getMessage(), e);
        }
    }

    private LabelRequirement requirement() {
        String token = next();
        boolean not = token.equals("!");
        if (not) {
            token = next();
        }
        if (!isWord(token)) {
            throw new IllegalArgumentException("found '" + token + "', expected: identifier");
        }
        String following = peek();
        if (not || following.equals(END) || following.equals(",")) {
            return new LabelRequirement(
                    token,
                    not ? LabelRequirement.Operator.DOES_NOT_EXIST : LabelRequirement.Operator.EXISTS,
                    List.of());
        }
        LabelRequirement.Operator operator = operator(next());
        return switch (operator) {
            case IN, NOT_IN -> new LabelRequirement(token, operator, set());
            default -> new LabelRequirement(token, operator, List.of(value()));
        };
    }

    private static LabelRequirement.Operator operator(String token) {
        return switch (token) {
            case "in" -> LabelRequirement.Operator.IN;
            case "notin" -> LabelRequirement.Operator.NOT_IN;
            case "=", "==" -> LabelRequirement.Operator.EQUALS;
            case "!=" -> LabelRequirement.Operator.NOT_EQUALS;
            case ">" -> LabelRequirement.Operator.GREATER_THAN;
            case "<" -> LabelRequirement.Operator.LESS_THAN;
            default ->
                throw new IllegalArgumentException("found '" + token + "', expected: in, notin, =, ==, !=, gt, lt");
        };
    }

    private String value() {
        String token = peek();
        if (token.equals(END) || token.equals(",")) {
            return "";
        }
        token = next();
        if (!isWord(token)) {
            throw new IllegalArgumentException("found '" + token + "', expected: identifier");
        }
        return token;
    }

    private List<String> set() {
        String token = next();
        if (!token.equals("(")) {
            throw new IllegalArgumentException("found '" + token + "' expected: '('");
        }
        if (!isWord(peek()) && !peek().equals(",") && !peek().equals(")")) {
            throw new IllegalArgumentException("found '" + peek() + "', expected: ',', ')' or identifier");
        }
        Set<String> out = new TreeSet<>();
        while (true) {
            token = next();
            if (!isWord(token) && !token.equals(",") && !token.equals(")")) {
                throw new IllegalArgumentException("found '" + token + "', expected: ',', or identifier");
            }
            String following = isWord(token) ? next() : token;
            out.add(isWord(token) ? token : "");
            if (following.equals(")")) {
                return List.copyOf(out);
            }
            if (!following.equals(",")) {
                throw new IllegalArgumentException("found '" + following + "', expected: ',' or ')'");
            }
        }
    }

    private static boolean isWord(String token) {
        return !token.isEmpty() && !isSpecial(token.charAt(0));
    }

    private static boolean isSpecial(char c) {
        return "=!(),<>".indexOf(c) >= 0;
    }

    private String peek() {
        int before = at;
        String token = next();
        at = before;
        return token;
    }

    private String next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return END;
        }
        int start = at;
        char c = text.charAt(at++);
        if (isSpecial(c)) {
            boolean twoLetters = at < text.length() && (c == '=' || c == '!') && text.charAt(at) == '=';
            at += twoLetters ? 1 : 0;
        } else {
            while (at < text.length() && !isSpecial(text.charAt(at)) && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        return text.substring(start, at);
    }
}
