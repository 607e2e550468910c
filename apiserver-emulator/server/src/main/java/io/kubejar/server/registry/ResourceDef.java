package io.kubejar.server.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The declaration of one served resource: its names, how it is stored, what is special about it. Immutable. */
public final class ResourceDef {
    /** Every verb of a full resource. */
    public static final Set<String> ALL_VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Gvr resource;
    private final Gvk kind;
    private final String singular;
    private final List<String> shortNames;
    private final List<String> categories;
    private final boolean namespaced;
    private final Set<String> verbs;
    private final String storagePath;
    private final NameRule nameRule;
    private final Strategy strategy;
    private final Map<String, SubresourceDef> subresources;
    private final Map<String, Function<ObjectNode, String>> selectableFields;
    private final Supplier<List<PrinterColumn>> makeColumns;
    private volatile @Nullable List<PrinterColumn> columns; // made when somebody asks for a Table
    private final boolean returnsDeleted;
    private final boolean custom;
    private final String listKind;
    private final @Nullable Schema customSchema;
    private final @Nullable OtherForm storedForm;

    private ResourceDef(Builder b) {
        resource = b.resource;
        kind = b.kind;
        singular = b.singular;
        shortNames = List.copyOf(b.shortNames);
        categories = List.copyOf(b.categories);
        namespaced = b.namespaced;
        verbs = Set.copyOf(b.verbs);
        storagePath = b.storagePath;
        nameRule = b.nameRule;
        strategy = b.strategy;
        subresources = Map.copyOf(b.subresources);
        selectableFields = Collections.unmodifiableMap(new LinkedHashMap<>(b.selectableFields));
        makeColumns = b.columns;
        returnsDeleted = b.returnsDeleted;
        custom = b.custom;
        listKind = b.listKind.isEmpty() ? b.kind.kind() + "List" : b.listKind;
        customSchema = b.customSchema;
        storedForm = b.storedForm;
    }

    /** Starts a declaration. */
    public static Builder of(String group, String version, String resource, String kind) {
        return new Builder(new Gvr(group, version, resource), new Gvk(group, version, kind));
    }

    /** Group, version and plural. */
    public Gvr resource() {
        return resource;
    }

    /** Group, version and kind. */
    public Gvk kind() {
        return kind;
    }

    /** The singular, as in {@code pod}. */
    public String singular() {
        return singular;
    }

    /** Short names, as in {@code po}. */
    public List<String> shortNames() {
        return shortNames;
    }

    /** Categories, as in {@code all}. */
    public List<String> categories() {
        return categories;
    }

    /** Whether objects live in namespaces. */
    public boolean namespaced() {
        return namespaced;
    }

    /** The verbs that are served, in order. */
    public Set<String> verbs() {
        return new TreeSet<>(verbs);
    }

    /** Whether this verb is served. */
    public boolean allows(String verb) {
        return verbs.contains(verb);
    }

    /** Where its objects are in etcd, with a slash at the end: {@code /registry/pods/}. */
    public String storagePath() {
        return storagePath;
    }

    /** The key of an object in etcd. */
    public String storageKey(String namespace, String name) {
        return namespaced ? storagePath + namespace + "/" + name : storagePath + name;
    }

    /** Which names its objects may have. */
    public NameRule nameRule() {
        return nameRule;
    }

    /** What is special about the kind. */
    public Strategy strategy() {
        return strategy;
    }

    /** Its subresources by name. */
    public Map<String, SubresourceDef> subresources() {
        return subresources;
    }

    /** The fields that a field selector may name, {@code metadata.name} and {@code metadata.namespace} included. */
    public Map<String, Function<ObjectNode, String>> selectableFields() {
        return selectableFields;
    }

    /** Whether a field selector may name more than the metadata. */
    public boolean hasFieldsOfItsOwn() {
        return selectableFields.keySet().stream().anyMatch(field -> !field.startsWith("metadata."));
    }

    /** The columns of its Table. */
    public List<PrinterColumn> columns() {
        List<PrinterColumn> made = columns;
        if (made == null) {
            made = List.copyOf(makeColumns.get());
            columns = made;
        }
        return made;
    }

    /** Whether a final delete answers with the object; else with a Status. Upstream: Store.ReturnDeletedObject. */
    public boolean returnsDeleted() {
        return returnsDeleted;
    }

    /** Whether a CustomResourceDefinition made it. */
    public boolean custom() {
        return custom;
    }

    /** The kind of its lists. */
    public String listKind() {
        return listKind;
    }

    /** The schema of a custom resource; null for built-in kinds, and when its definition has none. */
    public @Nullable Schema customSchema() {
        return customSchema;
    }

    /** The form in which its objects are stored, which are those of another resource; null when they are its own. */
    public @Nullable OtherForm storedForm() {
        return storedForm;
    }

    /** The kind that is stored. */
    public Gvk storedKind() {
        return storedForm == null ? kind : storedForm.kind();
    }

    /** Collects a declaration. */
    public static final class Builder {
        private final Gvr resource;
        private final Gvk kind;
        private String singular;
        private List<String> shortNames = List.of();
        private List<String> categories = List.of();
        private boolean namespaced = true;
        private Set<String> verbs = ALL_VERBS;
        private String storagePath;
        private NameRule nameRule = NameRule.SUBDOMAIN;
        private Strategy strategy = Strategy.PLAIN;
        private final Map<String, SubresourceDef> subresources = new LinkedHashMap<>();
        private final Map<String, Function<ObjectNode, String>> selectableFields = new LinkedHashMap<>();
        private Supplier<List<PrinterColumn>> columns = List::of;
        private boolean returnsDeleted;
        private boolean custom;
        private String listKind = "";
        private @Nullable Schema customSchema;
        private @Nullable OtherForm storedForm;

        private Builder(Gvr resource, Gvk kind) {
            this.resource = resource;
            this.kind = kind;
            singular = kind.kind().toLowerCase(Locale.ROOT);
            storagePath = "/registry/" + resource.resource() + "/";
        }

        /** Another singular than the kind in lower case. */
        public Builder singular(String name) {
            singular = name;
            return this;
        }

        /** Short names. */
        public Builder shortNames(String... names) {
            shortNames = List.of(names);
            return this;
        }

        /** Categories. */
        public Builder categories(String... names) {
            categories = List.of(names);
            return this;
        }

        /** Objects live outside of namespaces. */
        public Builder clusterScoped() {
            namespaced = false;
            return this;
        }

        /** Only these verbs. */
        public Builder verbs(String... only) {
            verbs = Set.of(only);
            return this;
        }

        /** Another place in etcd than {@code /registry/<plural>/}; with a slash at the end. */
        public Builder storagePath(String path) {
            storagePath = path;
            return this;
        }

        /** Which names are allowed. */
        public Builder names(NameRule rule) {
            nameRule = rule;
            return this;
        }

        /** What is special. */
        public Builder strategy(Strategy special) {
            strategy = special;
            return this;
        }

        /** A subresource. */
        public Builder subresource(SubresourceDef subresource) {
            subresources.put(subresource.name(), subresource);
            return this;
        }

        /** The status subresource of the same kind. */
        public Builder withStatus() {
            return subresource(new SubresourceDef("status", kind, Set.of("get", "patch", "update")));
        }

        /** The scale subresource over {@code spec.replicas}. */
        public Builder withScale() {
            return subresource(new SubresourceDef(
                    "scale", new Gvk("autoscaling", "v1", "Scale"), Set.of("get", "patch", "update")));
        }

        /** A field that selectors may name, by the path of its members; a missing one is "". */
        public Builder selectable(String field, String... path) {
            selectableFields.put(field, object -> {
                var at = Json.at(object, path);
                return at.isMissingNode() || at.isNull() ? "" : at.asText();
            });
            return this;
        }

        /** A field that selectors may name, computed. */
        public Builder selectable(String field, Function<ObjectNode, String> value) {
            selectableFields.put(field, value);
            return this;
        }

        /** The columns of the Table. */
        public Builder columns(List<PrinterColumn> all) {
            return columns(() -> all);
        }

        /** The columns of the Table, to be made when they are needed. */
        public Builder columns(Supplier<List<PrinterColumn>> all) {
            columns = all;
            return this;
        }

        /** A final delete answers with the object. */
        public Builder returnsDeleted() {
            returnsDeleted = true;
            return this;
        }

        /** It comes from a CustomResourceDefinition. */
        public Builder custom() {
            custom = true;
            return this;
        }

        /**
         * It comes from a CustomResourceDefinition.
         *
         * @param listKind the kind of its lists
         * @param schema the schema of its objects
         */
        public Builder custom(String listKind, Schema schema) {
            this.listKind = listKind;
            this.customSchema = schema;
            return custom();
        }

        /** Its objects are stored as those of another resource; selectors look at the stored form. */
        public Builder storedAs(OtherForm form) {
            storedForm = form;
            return this;
        }

        /** The declaration. */
        public ResourceDef build() {
            Map<String, Function<ObjectNode, String>> special = new LinkedHashMap<>(selectableFields);
            selectableFields.clear();
            selectable("metadata.name", "metadata", "name");
            // Upstream's default offers the namespace even where there is none; kinds with fields of their own do not.
            if (namespaced || special.isEmpty()) {
                selectable("metadata.namespace", "metadata", "namespace");
            }
            selectableFields.putAll(special);
            return new ResourceDef(this);
        }
    }
}
