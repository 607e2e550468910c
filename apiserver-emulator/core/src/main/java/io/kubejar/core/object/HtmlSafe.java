package io.kubejar.core.object;

/** JSON that does no harm in a page, as Go's {@code encoding/json} writes all of it. Upstream: json.HTMLEscape. */
public final class HtmlSafe {
    private HtmlSafe() {}

    /** The same document, with what HTML or JavaScript would misread written as escapes. */
    public static String json(String document) {
        return document.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
