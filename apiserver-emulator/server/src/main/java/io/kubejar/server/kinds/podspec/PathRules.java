package io.kubejar.server.kinds.podspec;

import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * The rules of paths within a volume or a node. Upstream: validateLocalDescendingPath, ValidateLocalNonReservedPath and
 * validatePathNoBacksteps, pkg/apis/core/validation/validation.go, v1.36.
 */
final class PathRules {
    private PathRules() {}

    /** A path is relative and leads down. */
    static void descending(String file, String path, FieldErrors errors) {
        if (file.startsWith("/")) {
            errors.invalid(path, file, "must be a relative path");
        }
        noBacksteps(file, path, errors);
    }

    /** A path is relative, leads down, and has no name that volumes keep for themselves. */
    static void unreserved(String file, String path, FieldErrors errors) {
        descending(file, path, errors);
        if (file.startsWith("..") && !file.startsWith("../")) {
            errors.invalid(path, file, "must not start with '..'");
        }
    }

    /** A path leads never up. */
    static void noBacksteps(String file, String path, FieldErrors errors) {
        if (hasBacksteps(file)) {
            errors.invalid(path, file, "must not contain '..'");
        }
    }

    /** Whether a path leads up somewhere. */
    static boolean hasBacksteps(String file) {
        return List.of(file.split("/", -1)).contains("..");
    }
}
