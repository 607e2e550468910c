package io.kubejar.server.yaml;

import java.util.Locale;

/**
 * The text of a YAML document while it is written, and where its last line stands. Source: the writing half of
 * go.yaml.in/yaml/v2 emitterc.go.
 */
final class YamlOutput {
    private static final int WIDTH = 80;
    private static final String ESCAPED = "\0\u0007\b\t\n\u000b\f\r\u001b\"\\\u0085\u00a0\u2028\u2029";
    private static final String ESCAPES = "0abtnvfre\"\\N_LP";

    private final StringBuilder out = new StringBuilder();
    private int column;
    private boolean afterSpace = true;
    /** Whether nothing but indentation stands in the line. */
    private boolean atIndentation = true;

    /** Begins a line at this column, unless the line is just there. */
    void indent(int columns) {
        if (!atIndentation || column > columns || (column == columns && !afterSpace)) {
            lineBreak();
        }
        while (column < columns) {
            put(' ');
        }
        afterSpace = true;
        atIndentation = true;
    }

    /** A sign that begins a part of a collection. */
    void indicator(char sign) {
        separate();
        put(sign);
        afterSpace = false;
    }

    /** What follows is a value, on the same line or below. */
    void value() {
        afterSpace = false;
        atIndentation = false;
    }

    /** A scalar that is no text. */
    void word(String word) {
        separate();
        word.codePoints().forEach(this::put);
        value();
    }

    /** A text without quotes, folded at single spaces where allowed. */
    void plain(String text, int indent, boolean fold) {
        separate();
        atIndentation = false;
        folded(text.codePoints().toArray(), indent, fold, false);
        value();
    }

    /** A text in single quotes. */
    void singleQuoted(String text, int indent, boolean fold) {
        separate();
        put('\'');
        atIndentation = false;
        folded(text.codePoints().toArray(), indent, fold, true);
        put('\'');
        value();
    }

    private void folded(int[] text, int indent, boolean fold, boolean quoted) {
        boolean spaces = false;
        boolean breaks = false;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == ' ') {
                boolean single = !spaces && i + 1 < text.length && text[i + 1] != ' ' && (i > 0 || !quoted);
                if (fold && single && column > WIDTH) {
                    indent(indent);
                } else {
                    put(' ');
                }
                spaces = true;
            } else if (ScalarStyle.isBreak(text[i])) {
                out.appendCodePoint(text[i]);
                column = 0;
                atIndentation = true;
                breaks = true;
            } else {
                if (breaks) {
                    indent(indent);
                }
                if (quoted && text[i] == '\'') {
                    put('\'');
                }
                put(text[i]);
                atIndentation = false;
                spaces = false;
                breaks = false;
            }
        }
    }

    /** A text in double quotes, with escapes. */
    void doubleQuoted(String text, int indent, boolean fold) {
        separate();
        put('"');
        atIndentation = false;
        int[] all = text.codePoints().toArray();
        boolean spaces = false;
        for (int i = 0; i < all.length; i++) {
            int c = all[i];
            if (!ScalarStyle.isPrintable(c) || ScalarStyle.isBreak(c) || c == '"' || c == '\\') {
                escape(c);
                spaces = false;
            } else if (c == ' ') {
                if (fold && !spaces && column > WIDTH && i > 0 && i < all.length - 1) {
                    indent(indent);
                    if (all[i + 1] == ' ') {
                        put('\\');
                    }
                } else {
                    put(' ');
                }
                spaces = true;
            } else {
                put(c);
                spaces = false;
            }
        }
        put('"');
        value();
    }

    private void escape(int c) {
        put('\\');
        int known = ESCAPED.indexOf(c);
        if (known >= 0) {
            put(ESCAPES.charAt(known));
            return;
        }
        String form = c <= 0xFF ? "x%02X" : c <= 0xFFFF ? "u%04X" : "U%08X";
        String.format(Locale.ROOT, form, c).codePoints().forEach(this::put);
    }

    /** A text on lines of its own, as it is. */
    void literal(String text, int indent) {
        separate();
        put('|');
        int[] all = text.codePoints().toArray();
        if (all[0] == ' ' || ScalarStyle.isBreak(all[0])) {
            put('2');
        }
        boolean ends = ScalarStyle.isBreak(all[all.length - 1]);
        if (!ends) {
            put('-');
        } else if (all.length == 1 || ScalarStyle.isBreak(all[all.length - 2])) {
            put('+');
        }
        lineBreak();
        atIndentation = true;
        afterSpace = true;
        boolean breaks = true;
        for (int c : all) {
            if (ScalarStyle.isBreak(c)) {
                out.appendCodePoint(c);
                column = 0;
                atIndentation = true;
                breaks = true;
            } else {
                if (breaks) {
                    indent(indent);
                }
                put(c);
                atIndentation = false;
                breaks = false;
            }
        }
    }

    private void separate() {
        if (!afterSpace) {
            put(' ');
        }
    }

    /** One character. */
    void put(int c) {
        out.appendCodePoint(c);
        column++;
    }

    private void lineBreak() {
        out.append('\n');
        column = 0;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
