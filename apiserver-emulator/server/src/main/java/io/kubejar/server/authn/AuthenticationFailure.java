package io.kubejar.server.authn;

/** A proof of identity that does not hold. The words are for a TokenReview; a client is only told Unauthorized. */
final class AuthenticationFailure extends Exception {
    private static final long serialVersionUID = 1L;

    AuthenticationFailure(String message) {
        super(message, null, false, false);
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
