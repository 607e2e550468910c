package io.kubejar.server.front;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.PrimitiveIterator;

/** The rules of a field manager's name. Upstream: ValidateFieldManager, apimachinery/pkg/apis/meta/v1/validation, v1.36. */
final class ManagerRules {
    private static final int LENGTH_MAX = 128;

    private ManagerRules() {}

    /** Refuses options of a kind for the manager that they name. */
    static void check(String manager, String kind) {
        FieldErrors errors = new FieldErrors();
        if (Checks.length(manager) > LENGTH_MAX) {
            errors.tooLong("fieldManager", LENGTH_MAX);
        }
        int at = 0;
        for (PrimitiveIterator.OfInt letters = manager.codePoints().iterator(); letters.hasNext(); ) {
            int letter = letters.nextInt();
            if (letter != ' ' && (Character.isISOControl(letter) || Character.isSpaceChar(letter))) {
                String shown = String.format("U+%04X", letter);
                errors.invalid("fieldManager", manager, "invalid character " + shown + " (at position " + at + ")");
            }
            at += Checks.length(Character.toString(letter));
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid(new Gvk("meta.k8s.io", "v1", kind), "", errors.causes());
        }
    }
}
