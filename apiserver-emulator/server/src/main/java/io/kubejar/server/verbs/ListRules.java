package io.kubejar.server.verbs;

import io.kubejar.core.client.ListOptions;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * Which options of a list go together. Upstream: ValidateListOptions,
 * apimachinery/pkg/apis/meta/internalversion/validation/validation.go, v1.36.
 */
final class ListRules {
    private ListRules() {}

    static void check(ListOptions options) {
        List<Cause> causes = new ArrayList<>();
        String match = options.resourceVersionMatch();
        String version = options.resourceVersion();
        if (!match.isEmpty()) {
            if (version.isEmpty()) {
                causes.add(forbidden("resourceVersionMatch is forbidden unless resourceVersion is provided"));
            }
            if (!options.continueToken().isEmpty()) {
                causes.add(forbidden("resourceVersionMatch is forbidden when continue is provided"));
            }
            if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
                causes.add(new Cause(
                        "FieldValueNotSupported",
                        "Unsupported value: \"" + match + "\": supported values: \"Exact\", \"NotOlderThan\", \"\"",
                        "resourceVersionMatch"));
            }
            if (match.equals("Exact") && version.equals("0")) {
                causes.add(forbidden("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
            }
        }
        if (!causes.isEmpty()) {
            throw StatusException.invalid(new Gvk("meta.k8s.io", "v1", "ListOptions"), "", causes);
        }
        if (!options.continueToken().isEmpty() && !version.isEmpty() && !version.equals("0")) {
            throw StatusException.badRequest("specifying resource version is not allowed when using continue");
        }
    }

    /**
     * Checks the options of a watch.
     *
     * @param sendInitialEvents the parameter as it was sent, "" for none
     */
    static void checkWatch(ListOptions options, String sendInitialEvents) {
        List<Cause> causes = new ArrayList<>();
        String match = options.resourceVersionMatch();
        boolean asked = !sendInitialEvents.isEmpty();
        if (!match.isEmpty() && !asked) {
            causes.add(forbidden("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        if (asked && !match.equals("NotOlderThan")) {
            causes.add(forbidden("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
            if (!match.isEmpty()) {
                causes.add(new Cause(
                        "FieldValueNotSupported",
                        "Unsupported value: \"" + match + "\": supported values: \"NotOlderThan\"",
                        "resourceVersionMatch"));
            }
        }
        if (!options.continueToken().isEmpty()) {
            causes.add(forbidden("resourceVersionMatch is forbidden when continue is provided"));
        }
        if (!causes.isEmpty()) {
            throw StatusException.invalid(new Gvk("meta.k8s.io", "v1", "ListOptions"), "", causes);
        }
    }

    private static Cause forbidden(String why) {
        return new Cause("FieldValueForbidden", "Forbidden: " + why, "resourceVersionMatch");
    }

    /** The number of a list's resourceVersion; "" and "0" are 0. Upstream: storage/etcd3's GetList. */
    static long revisionOfList(String version) {
        try {
            return revision(version);
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest("invalid resource version: " + e.getMessage());
        }
    }

    /** The number of a watch's resourceVersion; upstream hands out the bare error, which is no Status of its own: 500. */
    static long revisionOfWatch(String version) {
        try {
            return revision(version);
        } catch (IllegalArgumentException e) {
            throw StatusException.of(Reason.UNKNOWN, 500, String.valueOf(e.getMessage()));
        }
    }

    /** Upstream: APIObjectVersioner.ParseResourceVersion, apiserver/pkg/storage/api_object_versioner.go. */
    private static long revision(String version) {
        try {
            return version.isEmpty() ? 0 : Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            String shown = FieldErrors.quote(version);
            throw new IllegalArgumentException(
                    "resourceVersion: Invalid value: " + shown + ": strconv.ParseUint: parsing " + shown
                            + ": invalid syntax",
                    e);
        }
    }
}
