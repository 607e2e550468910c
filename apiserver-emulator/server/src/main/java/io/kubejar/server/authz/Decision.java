package io.kubejar.server.authz;

/**
 * What an authorizer says.
 *
 * @param reason why, for people; may be ""
 */
public record Decision(Verdict verdict, String reason) {
    /** Yes, no, or a question for the next authorizer. */
    public enum Verdict {
        /** It is allowed. */
        ALLOW,
        /** It is not, whatever others say. */
        DENY,
        /** Others decide; when nobody allows it, it is not allowed. */
        NO_OPINION
    }

    /** Allowed. */
    public static Decision allow(String reason) {
        return new Decision(Verdict.ALLOW, reason);
    }

    /** Others decide. */
    public static Decision noOpinion(String reason) {
        return new Decision(Verdict.NO_OPINION, reason);
    }

    /** Whether it is allowed. */
    public boolean allowed() {
        return verdict == Verdict.ALLOW;
    }
}
