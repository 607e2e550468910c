package io.kubejar.server.verbs;

import io.kubejar.core.client.ListOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.LabelSelectorParser;
import io.kubejar.server.registry.FieldSelector;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.validation.SelectorRules;

/** Which objects of a resource a list or watch is about. */
public final class Selection {
    private final ResourceDef def;
    private final LabelSelector labels;
    private final FieldSelector fields;
    private final String keyPrefix;

    private Selection(ResourceDef def, LabelSelector labels, FieldSelector fields, String keyPrefix) {
        this.def = def;
        this.labels = labels;
        this.fields = fields;
        this.keyPrefix = keyPrefix;
    }

    /** Reads the selectors of options; throws BadRequest with upstream's words. */
    public static Selection of(ResourceDef def, String namespace, ListOptions options) {
        LabelSelector labels;
        FieldSelector fields;
        try {
            labels = LabelSelectorParser.parse(options.labelSelector());
            SelectorRules.check(labels);
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
        try {
            fields = FieldSelector.parse(options.fieldSelector());
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
        fields.check(def);
        boolean all = !def.namespaced() || namespace.isEmpty();
        return new Selection(def, labels, fields, all ? def.storagePath() : def.storagePath() + namespace + "/");
    }

    /** The prefix of the keys. */
    public String keyPrefix() {
        return keyPrefix;
    }

    /** Whether a key is within the namespace. */
    boolean covers(String key) {
        return key.startsWith(keyPrefix);
    }

    /** Whether an object is selected. */
    public boolean matches(ApiObject object) {
        return labels.matches(object) && (fields.isEverything() || fields.matches(object.tree(), def));
    }

    /** Whether everything below the prefix is selected. */
    boolean isEverything() {
        return labels.isEverything() && fields.isEverything();
    }
}
