package io.kubejar.server.openapi;

import io.kubejar.core.object.Gvk;
import io.kubejar.server.schema.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The paths of a group version and what can be done there. Upstream: APIInstaller.registerResourceHandlers,
 * apiserver/pkg/endpoints/installer.go, and the CRD builder of apiextensions-apiserver, v1.36.
 */
final class ResourcePaths {
    private static final String STATUS = Schemas.META + ".Status";
    private static final String DELETE_OPTIONS = Schemas.META + ".DeleteOptions";
    private static final String PATCH = Schemas.META + ".Patch";
    /** Kinds whose deletion answers with the object. */
    private static final Set<String> RETURNED_WHEN_DELETED = Set.of(
            "persistentvolumeclaims",
            "persistentvolumes",
            "podtemplates",
            "pods",
            "resourcequotas",
            "serviceaccounts",
            "services",
            "deviceclasses",
            "resourceclaims",
            "resourceclaimtemplates",
            "resourceslices",
            "csidrivers",
            "csinodes",
            "storageclasses",
            "volumeattachments",
            "volumeattributesclasses");

    private final Parameters parameters = new Parameters();
    private final Map<String, List<Operation>> paths = new TreeMap<>();
    private final String group;
    private final String version;
    private final String root;

    private ResourcePaths(String group, String version) {
        this.group = group;
        this.version = version;
        this.root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    /** All paths of a group version; the resources are those of it, subresources included. */
    static Map<String, List<Operation>> of(String group, String version, List<ServedResource> resources) {
        ResourcePaths out = new ResourcePaths(group, version);
        boolean builtIn = resources.stream().anyMatch(r -> !r.isCustom());
        if (builtIn) {
            out.add(out.root + "/", OtherPaths.resources(group, version));
        }
        for (ServedResource resource : resources) {
            if (resource.isSubresource()) {
                resources.stream()
                        .filter(r -> r.name().equals(resource.plural()))
                        .findFirst()
                        .ifPresent(parent -> out.subresource(parent, resource));
            } else {
                out.resource(resource);
            }
        }
        return out.paths;
    }

    private void add(String path, Operation operation) {
        paths.computeIfAbsent(path, p -> new ArrayList<>()).add(operation);
    }

    private void resource(ServedResource resource) {
        Gvk kind = resource.kind();
        String scope = resource.namespaced() ? "Namespaced" : "";
        String collection = root + (resource.namespaced() ? "/namespaces/{namespace}/" : "/") + resource.name();
        String list = Names.definition(new Gvk(kind.group(), kind.version(), resource.listKind()), resource.isCustom());
        String listed = (resource.verbs().contains("watch") && !resource.isCustom() ? "list or watch" : "list")
                + " objects of kind " + kind.kind();
        Function<String, Request> at = path -> new Request(resource, kind, path);
        if (resource.verbs().contains("list")) {
            add(collection, at.apply(collection).list("list", scope + kind.kind(), listed, list));
            if (resource.namespaced()) {
                String all = root + "/" + resource.name();
                add(all, at.apply(all).list("list", kind.kind() + "ForAllNamespaces", listed, list));
            }
        }
        if (resource.verbs().contains("create")) {
            String text = "create" + Names.article(kind.kind()) + kind.kind();
            add(collection, at.apply(collection).write("post", "create", scope + kind.kind(), text));
        }
        if (resource.verbs().contains("deletecollection")) {
            add(collection, at.apply(collection).deleteCollection(scope + kind.kind()));
        }
        item(resource, collection + "/{name}", scope);
        if (resource.verbs().contains("watch") && !resource.isCustom()) {
            watch(resource, scope);
        }
    }

    private void item(ServedResource resource, String path, String scope) {
        String kind = resource.kind().kind();
        Request request = new Request(resource, resource.kind(), path);
        if (resource.verbs().contains("get")) {
            add(path, request.read(scope + kind, "read the specified " + kind));
        }
        if (resource.verbs().contains("update")) {
            add(path, request.write("put", "replace", scope + kind, "replace the specified " + kind));
        }
        if (resource.verbs().contains("delete")) {
            boolean returned = !resource.isCustom() && RETURNED_WHEN_DELETED.contains(resource.name());
            add(path, request.delete(scope + kind, returned));
        }
        if (resource.verbs().contains("patch")) {
            add(path, request.patch(scope + kind, "partially update the specified " + kind));
        }
    }

    private void watch(ServedResource resource, String scope) {
        String kind = resource.kind().kind();
        String within = resource.namespaced() ? "/namespaces/{namespace}/" : "/";
        String event = Schemas.META + ".WatchEvent";
        String list = "watch individual changes to a list of " + kind
                + ". deprecated: use the 'watch' parameter with a list operation instead.";
        String one = "watch changes to an object of kind " + kind
                + ". deprecated: use the 'watch' parameter with a list operation instead, filtered to a single item with"
                + " the 'fieldSelector' parameter.";
        String collection = root + "/watch" + within + resource.name();
        add(
                collection,
                new Request(resource, resource.kind(), collection)
                        .watch("watchlist", scope + kind + "List", list, event));
        String item = collection + "/{name}";
        if (resource.verbs().contains("get")) {
            add(item, new Request(resource, resource.kind(), item).watch("watch", scope + kind, one, event));
        }
        if (resource.namespaced()) {
            String all = root + "/watch/" + resource.name();
            add(
                    all,
                    new Request(resource, resource.kind(), all)
                            .watch("watchlist", kind + "ListForAllNamespaces", list, event));
        }
    }

    private void subresource(ServedResource parent, ServedResource sub) {
        String path = root + (parent.namespaced() ? "/namespaces/{namespace}/" : "/") + parent.name() + "/{name}/"
                + sub.subresource();
        String of = parent.kind().kind();
        String name = sub.subresource();
        String id = (parent.namespaced() ? "Namespaced" : "") + of + Names.capital(name);
        if (sub.kind().kind().endsWith("Options")) {
            connect(parent, sub, path, id);
            return;
        }
        Request request = new Request(parent, sub.kind(), path);
        if (sub.verbs().contains("create")) {
            add(path, request.write("post", "create", id, "create " + name + " of" + Names.article(of) + of));
        }
        if (sub.verbs().contains("get")) {
            String text = "read " + name + " of the specified " + of;
            add(path, name.equals("log") ? request.log(id, text) : request.read(id, text));
        }
        if (sub.verbs().contains("update")) {
            add(path, request.write("put", "replace", id, "replace " + name + " of the specified " + of));
        }
        if (sub.verbs().contains("patch")) {
            add(path, request.patch(id, "partially update " + name + " of the specified " + of));
        }
    }

    private void connect(ServedResource parent, ServedResource sub, String path, String id) {
        boolean proxy = sub.subresource().equals("proxy");
        List<String> methods =
                proxy ? List.of("get", "put", "post", "delete", "options", "head", "patch") : List.of("get", "post");
        for (String method : methods) {
            add(path, new Request(parent, sub.kind(), path).connect(method, id, id, sub.subresource()));
            if (proxy) {
                String below = path + "/{path}";
                add(
                        below,
                        new Request(parent, sub.kind(), below).connect(method, id + "WithPath", id, sub.subresource()));
            }
        }
    }

    /** Makes the operations of one path. */
    private final class Request {
        private final ServedResource resource;
        private final Gvk kind;
        private final String path;
        private final boolean custom;

        Request(ServedResource resource, Gvk kind, String path) {
            this.resource = resource;
            this.kind = kind;
            this.path = path;
            this.custom = resource.isCustom();
        }

        private String definition() {
            return Names.definition(kind, custom && kind.group().equals(group));
        }

        private Operation operation(
                String method,
                String id,
                String text,
                String action,
                List<Parameter> query,
                @org.jspecify.annotations.Nullable String body,
                Map<Integer, String> answers,
                List<String> consumes,
                List<String> produces) {
            List<Parameter> all = new ArrayList<>(query);
            if (path.contains("{name}")) {
                all.add(Parameters.name(kind.kind()));
            }
            if (path.contains("{namespace}")) {
                all.add(parameters.namespace());
            }
            if (path.contains("{path}")) {
                all.add(parameters.path());
            }
            return new Operation(
                    method,
                    id,
                    Names.tag(group, version),
                    text,
                    action,
                    kind,
                    all,
                    body,
                    body != null && !body.equals(DELETE_OPTIONS),
                    answers,
                    consumes,
                    produces);
        }

        private String id(String verb, String rest) {
            return verb + Names.idPart(group, version) + rest;
        }

        private List<String> consumed() {
            return custom ? MediaTypes.CUSTOM : MediaTypes.ANY;
        }

        private List<String> produced() {
            return custom ? MediaTypes.CUSTOM : MediaTypes.OBJECTS;
        }

        Operation list(String action, String rest, String text, String list) {
            List<Parameter> query = parameters.query("listNamespacedPod", Parameters.LIST);
            List<String> produced = custom ? MediaTypes.CUSTOM : MediaTypes.STREAMS;
            return operation(
                    "get", id("list", rest), text, action, query, null, Map.of(200, list), consumed(), produced);
        }

        Operation watch(String action, String rest, String text, String event) {
            List<Parameter> query = parameters.query("listNamespacedPod", Parameters.LIST);
            return operation(
                    "get",
                    id("watch", rest),
                    text,
                    action,
                    query,
                    null,
                    Map.of(200, event),
                    MediaTypes.ANY,
                    MediaTypes.STREAMS);
        }

        Operation read(String rest, String text) {
            List<String> query = custom ? List.of("pretty", "resourceVersion") : List.of("pretty");
            return operation(
                    "get",
                    id("read", rest),
                    text,
                    "get",
                    parameters.query("listNamespacedPod", query),
                    null,
                    Map.of(200, definition()),
                    consumed(),
                    produced());
        }

        Operation log(String rest, String text) {
            return operation(
                    "get",
                    id("read", rest),
                    text,
                    "get",
                    parameters.connect("readNamespacedPodLog"),
                    null,
                    Map.of(200, ""),
                    MediaTypes.ANY,
                    MediaTypes.LOG);
        }

        Operation write(String method, String verb, String rest, String text) {
            Map<Integer, String> answers = new TreeMap<>(Map.of(200, definition(), 201, definition()));
            if (method.equals("post")) {
                answers.put(202, definition());
            }
            List<Parameter> query = parameters.query("createNamespacedPod", Parameters.WRITE);
            return operation(
                    method, id(verb, rest), text, method, query, definition(), answers, consumed(), produced());
        }

        Operation patch(String rest, String text) {
            Map<Integer, String> answers = new TreeMap<>(Map.of(200, definition()));
            if (!custom) {
                answers.put(201, definition());
            }
            List<Parameter> query = parameters.query("patchNamespacedPod", Parameters.PATCH);
            List<String> consumed = custom ? MediaTypes.CUSTOM_PATCH : MediaTypes.PATCH;
            return operation("patch", id("patch", rest), text, "patch", query, PATCH, answers, consumed, produced());
        }

        Operation delete(String rest, boolean returned) {
            String answer = returned ? definition() : STATUS;
            String text = "delete" + Names.article(kind.kind()) + kind.kind();
            List<Parameter> query = parameters.query("deleteNamespacedPod", Parameters.DELETE);
            return operation(
                    "delete",
                    id("delete", rest),
                    text,
                    "delete",
                    query,
                    DELETE_OPTIONS,
                    new TreeMap<>(Map.of(200, answer, 202, answer)),
                    consumed(),
                    produced());
        }

        Operation deleteCollection(String rest) {
            List<Parameter> query = new ArrayList<>();
            if (custom) {
                query.addAll(parameters.query("listNamespacedPod", Parameters.LIST));
            } else {
                query.addAll(parameters.query("listNamespacedPod", Parameters.DELETE_LIST));
                query.addAll(parameters.query("deleteNamespacedPod", Parameters.DELETE));
            }
            return operation(
                    "delete",
                    id("delete", "Collection" + rest),
                    "delete collection of " + kind.kind(),
                    "deletecollection",
                    query,
                    custom ? null : DELETE_OPTIONS,
                    Map.of(200, STATUS),
                    consumed(),
                    produced());
        }

        Operation connect(String method, String rest, String texts, String what) {
            String operation = "connectGet" + texts + (what.equals("proxy") ? "WithPath" : "");
            String text = "connect " + method.toUpperCase(java.util.Locale.ROOT) + " requests to " + what + " of "
                    + resource.kind().kind();
            return operation(
                    method,
                    id("connect", "").concat(Names.capital(method)).concat(rest),
                    text,
                    "connect",
                    parameters.connect(operation),
                    null,
                    Map.of(200, ""),
                    MediaTypes.ANY,
                    MediaTypes.ANY);
        }
    }
}
