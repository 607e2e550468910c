package io.kubejar.server.authz;

/** Decides whether a request may be made. Safe for use by several threads; quick, because every request asks. */
@FunctionalInterface
public interface Authorizer {
    /** Decides. */
    Decision authorize(Attributes attributes);
}
