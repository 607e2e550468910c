package io.kubejar.server.registry;

/** Which names objects of a kind may have. Upstream: apimachinery/pkg/api/validation/generic.go, v1.36. */
public enum NameRule {
    /** An RFC 1123 subdomain, up to 253 characters. */
    SUBDOMAIN,
    /** An RFC 1123 label, up to 63 characters. */
    LABEL,
    /** An RFC 1035 label: begins with a letter, up to 63 characters. */
    LABEL_1035,
    /** Anything that is one segment of a path; for RBAC. */
    PATH_SEGMENT
}
