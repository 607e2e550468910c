package io.kubejar.kubelet.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Words, quotes and operators of a shell line. */
final class Lexer {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern REDIRECT = Pattern.compile("(&|[0-9]?)(>>|>|<)(&[0-9-])?");
    private static final String BREAKS = " \t\n;&|()<>";

    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    boolean peekIs(char c) {
        return !atEnd() && text.charAt(at) == c;
    }

    void skipBlanks() {
        while (!atEnd()) {
            if (text.startsWith("\\\n", at)) {
                at += 2;
            } else if (peekIs(' ') || peekIs('\t') || peekIs('\r')) {
                at++;
            } else if (peekIs('#') && (at == 0 || BREAKS.indexOf(text.charAt(at - 1)) >= 0)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    void skipSeparators() {
        skipBlanks();
        while (peekIs(';') || peekIs('\n')) {
            at++;
            skipBlanks();
        }
    }

    /** Takes an operator; {@code &} is none at the beginning of {@code &&}. */
    boolean take(String operator) {
        if (!text.startsWith(operator, at) || (operator.equals("&") && text.startsWith("&&", at))) {
            return false;
        }
        at += operator.length();
        return true;
    }

    boolean takePipe() {
        skipBlanks();
        if (text.startsWith("||", at) || !peekIs('|')) {
            return false;
        }
        at++;
        return true;
    }

    /** The characters up to the next blank or operator. */
    String peekWord() {
        if (peekIs(')') || text.startsWith("((", at)) {
            return peekIs(')') ? ")" : "((";
        }
        int end = at;
        while (end < text.length() && BREAKS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(at, end);
    }

    boolean takeWord(String word) {
        if (!peekWord().equals(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    String name() {
        Matcher name = NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt()) {
            throw new Parser.SyntaxProblem("a name is missing");
        }
        at = name.end();
        return name.group();
    }

    Node.@Nullable Assignment assignment() {
        Matcher name = NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt() || name.end() >= text.length() || text.charAt(name.end()) != '=') {
            return null;
        }
        at = name.end() + 1;
        Node.Word value = word();
        return new Node.Assignment(name.group(), value == null ? new Node.Word(List.of()) : value);
    }

    Node.@Nullable Redirect redirect() {
        Matcher operator = REDIRECT.matcher(text).region(at, text.length());
        if (!operator.lookingAt()) {
            return null;
        }
        at = operator.end();
        boolean append = operator.group(2).equals(">>");
        if (operator.group(3) != null) { // 2>&1: both go where the output goes
            return new Node.Redirect(0, append, new Node.Word(List.of()));
        }
        skipBlanks();
        Node.Word file = word();
        if (file == null) {
            throw new Parser.SyntaxProblem("the file of a redirection is missing");
        }
        boolean input = operator.group(2).equals("<");
        int descriptor = input ? 0 : operator.group(1).equals("2") ? 2 : 1;
        return new Node.Redirect(descriptor, append, file);
    }

    /** The next word; null before an operator or at the end. */
    Node.@Nullable Word word() {
        skipBlanks();
        List<Node.Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        boolean any = false;
        while (!atEnd() && BREAKS.indexOf(text.charAt(at)) < 0) {
            any = true;
            char c = text.charAt(at);
            if (c == '\'') {
                flush(plain, parts);
                int end = closing('\'', at + 1);
                parts.add(new Node.Part.Text(text.substring(at + 1, end), true));
                at = end + 1;
            } else if (c == '"') {
                flush(plain, parts);
                at++;
                doubleQuoted(parts);
            } else if (c == '\\' && at + 1 < text.length()) {
                flush(plain, parts);
                parts.add(new Node.Part.Text(text.substring(at + 1, at + 2), true));
                at += 2;
            } else if (c == '$' || c == '`') {
                flush(plain, parts);
                parts.add(expansion(false));
            } else {
                plain.append(c);
                at++;
            }
        }
        flush(plain, parts);
        return any ? new Node.Word(parts) : null;
    }

    private static void flush(StringBuilder plain, List<Node.Part> parts) {
        if (plain.length() > 0) {
            parts.add(new Node.Part.Text(plain.toString(), false));
            plain.setLength(0);
        }
    }

    private int closing(char quote, int from) {
        int end = text.indexOf(quote, from);
        if (end < 0) {
            throw new Parser.SyntaxProblem("unterminated quoted string");
        }
        return end;
    }

    private void doubleQuoted(List<Node.Part> parts) {
        StringBuilder plain = new StringBuilder();
        parts.add(new Node.Part.Text("", true)); // "" is a word too
        while (true) {
            if (atEnd()) {
                throw new Parser.SyntaxProblem("unterminated quoted string");
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                parts.add(new Node.Part.Text(plain.toString(), true));
                return;
            }
            if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
                if (text.charAt(at + 1) != '\n') {
                    plain.append(text.charAt(at + 1));
                }
                at += 2;
            } else if (c == '$' || c == '`') {
                parts.add(new Node.Part.Text(plain.toString(), true));
                plain.setLength(0);
                parts.add(expansion(true));
            } else {
                plain.append(c);
                at++;
            }
        }
    }

    private Node.Part expansion(boolean quoted) {
        if (peekIs('`')) {
            int end = closing('`', at + 1);
            String command = text.substring(at + 1, end);
            at = end + 1;
            return new Node.Part.Output(Parser.parse(command), quoted);
        }
        if (text.startsWith("$((", at)) {
            int end = matching(at + 1);
            String expression = text.substring(at + 3, end - 1);
            at = end + 1;
            return new Node.Part.Arithmetic(expression);
        }
        if (text.startsWith("$(", at)) {
            int end = matching(at + 1);
            String command = text.substring(at + 2, end);
            at = end + 1;
            return new Node.Part.Output(Parser.parse(command), quoted);
        }
        if (text.startsWith("${", at)) {
            return braces(quoted);
        }
        at++;
        Matcher name = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9?#@*$!]")
                .matcher(text)
                .region(at, text.length());
        if (!name.lookingAt()) {
            return new Node.Part.Text("$", quoted);
        }
        at = name.end();
        return new Node.Part.Variable(name.group(), null, quoted);
    }

    private Node.Part braces(boolean quoted) {
        int end = closing('}', at);
        Matcher inside = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*|[0-9?#@*])(?::?-(.*))?", Pattern.DOTALL)
                .matcher(text.substring(at + 2, end));
        if (!inside.matches()) {
            throw new Parser.SyntaxProblem("${" + text.substring(at + 2, end) + "} is not supported");
        }
        at = end + 1;
        String fallback = inside.group(2);
        Node.Word word = fallback == null ? null : new Node.Word(List.of(new Node.Part.Text(fallback, true)));
        return new Node.Part.Variable(inside.group(1), word, quoted);
    }

    /** The parenthesis that closes the one at the given place. */
    private int matching(int open) {
        int depth = 0;
        char quote = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        throw new Parser.SyntaxProblem("\")\" is missing");
    }
}
