package io.kubejar.core.client;

/**
 * What to list. All texts are as in a request's query, "" where nothing is asked; a limit of 0 means everything.
 *
 * @param labelSelector as in {@code app=web,tier!=db}
 * @param fieldSelector as in {@code spec.nodeName=a}
 */
public record ListOptions(
        String labelSelector,
        String fieldSelector,
        int limit,
        String continueToken,
        String resourceVersion,
        String resourceVersionMatch) {
    /** Everything. */
    public static final ListOptions ALL = new ListOptions("", "", 0, "", "", "");

    /** What the label selector matches. */
    public static ListOptions labels(String selector) {
        return new ListOptions(selector, "", 0, "", "", "");
    }

    /** What the field selector matches. */
    public static ListOptions fields(String selector) {
        return new ListOptions("", selector, 0, "", "", "");
    }
}
