package io.kubejar.server.yaml;

/**
 * How a text is written. Source: stringv of go.yaml.in/yaml/v2 encode.go, and yaml_emitter_analyze_scalar with
 * yaml_emitter_select_scalar_style of its emitterc.go.
 */
enum ScalarStyle {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL;

    /**
     * The style of a text.
     *
     * @param simpleKey whether it is a key on one line with its value
     */
    static ScalarStyle of(String text, boolean simpleKey) {
        if (text.isEmpty()) {
            return DOUBLE_QUOTED; // without quotes it would be a null
        }
        Analysis found = new Analysis(text.codePoints().toArray());
        if (text.indexOf('\n') >= 0) {
            return simpleKey || !found.blockAllowed() ? DOUBLE_QUOTED : LITERAL;
        }
        if (!PlainTexts.isText(text) || (simpleKey && found.lineBreaks)) {
            return DOUBLE_QUOTED;
        }
        if (found.plainAllowed()) {
            return PLAIN;
        }
        return found.singleQuotedAllowed() ? SINGLE_QUOTED : DOUBLE_QUOTED;
    }

    /** Whether there is a line break in it. */
    static boolean hasBreak(String text) {
        return text.codePoints().anyMatch(ScalarStyle::isBreak);
    }

    static boolean isBreak(int c) {
        return c == '\r' || c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** What needs no escape: letters beyond the basic plane do. */
    static boolean isPrintable(int c) {
        return c == '\n'
                || (c >= 0x20 && c <= 0x7E)
                || (c >= 0xA0 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF);
    }

    /** What stands in a text and where. */
    private static final class Analysis {
        private boolean indicators;
        private boolean lineBreaks;
        private boolean special;
        private boolean edge;
        private boolean trailingSpace;
        private boolean breakSpace;
        private boolean spaceBreak;

        Analysis(int[] text) {
            String start = new String(text, 0, Math.min(3, text.length));
            indicators = start.equals("---") || start.equals("...");
            boolean afterBlank = true;
            for (int i = 0; i < text.length; i++) {
                boolean beforeBlank = i + 1 == text.length || text[i + 1] == ' ' || text[i + 1] == '\t';
                indicators |= isIndicator(text[i], i == 0, afterBlank, beforeBlank);
                special |= !isPrintable(text[i]);
                boolean last = i == text.length - 1;
                boolean afterSpace = i > 0 && text[i - 1] == ' ';
                boolean afterBreak = i > 0 && isBreak(text[i - 1]);
                if (text[i] == ' ') {
                    edge |= i == 0 || last;
                    trailingSpace |= last;
                    breakSpace |= afterBreak;
                } else if (isBreak(text[i])) {
                    lineBreaks = true;
                    edge |= i == 0 || last;
                    spaceBreak |= afterSpace;
                }
                afterBlank = text[i] == ' ' || text[i] == '\t' || text[i] == 0 || isBreak(text[i]);
            }
        }

        private static boolean isIndicator(int c, boolean first, boolean afterBlank, boolean beforeBlank) {
            if (c == ':') {
                return beforeBlank;
            }
            if (first) {
                return "#,[]{}&*!|>'\"%@`".indexOf(c) >= 0 || ((c == '?' || c == '-') && beforeBlank);
            }
            return c == '#' && afterBlank;
        }

        boolean plainAllowed() {
            return !(edge || breakSpace || spaceBreak || special || lineBreaks || indicators);
        }

        boolean singleQuotedAllowed() {
            return !(breakSpace || spaceBreak || special);
        }

        boolean blockAllowed() {
            return !(trailingSpace || spaceBreak || special);
        }
    }
}
