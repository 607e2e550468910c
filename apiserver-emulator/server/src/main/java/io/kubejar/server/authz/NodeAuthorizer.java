package io.kubejar.server.authz;

import io.kubejar.server.authn.UserInfo;
import java.util.List;
import java.util.Set;

/**
 * What kubelets may do: everything that runs pods, but secrets, config maps, claims and volumes only when a pod of theirs
 * uses them. Upstream: plugin/pkg/auth/authorizer/node/node_authorizer.go, v1.36.
 */
public final class NodeAuthorizer implements Authorizer {
    /** The group of all kubelets. */
    public static final String NODES = "system:nodes";

    private static final String USER_PREFIX = "system:node:";
    private static final String LEASE_NAMESPACE = "kube-node-lease";
    private static final Decision ALLOW = Decision.allow("");
    private static final Decision NONE = Decision.noOpinion("");
    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final Set<String> OWN_VERBS = Set.of("get", "create", "update", "patch", "delete");
    private static final Set<String> COLLECTION_VERBS = Set.of("list", "watch", "deletecollection");

    private final NodeRelations relations;
    private final List<PolicyRule> rules;

    /**
     * Decides by what pods of a node use.
     *
     * @param rules what every node may do with resources that are not told apart: those of the ClusterRole system:node
     */
    public NodeAuthorizer(NodeRelations relations, List<PolicyRule> rules) {
        this.relations = relations;
        this.rules = rules;
    }

    /** The rules of system:node in the default policy. */
    public static List<PolicyRule> defaultRules() {
        return OfNodes.RULES;
    }

    /** Read when they are first asked for, and once. */
    private static final class OfNodes {
        static final List<PolicyRule> RULES = DefaultPolicy.objects().stream()
                .filter(object ->
                        object.kind().equals("ClusterRole") && object.name().equals("system:node"))
                .flatMap(object -> PolicyRule.read(object.at("rules")).stream())
                .toList();
    }

    @Override
    public Decision authorize(Attributes a) {
        UserInfo user = a.user();
        if (!user.groups().contains(NODES) || !user.name().startsWith(USER_PREFIX)) {
            return NONE;
        }
        String node = user.name().substring(USER_PREFIX.length());
        if (node.isEmpty()) {
            return Decision.noOpinion("unknown node for user " + Denials.quote(user.name()));
        }
        String resource = a.group().isEmpty() ? a.resource() : a.resource() + "." + a.group();
        return switch (a.isResource() ? resource : "") {
            case "secrets", "configmaps" -> read(node, a);
            case "persistentvolumeclaims" -> a.subresource().equals("status") ? statusUpdate(node, a) : get(node, a);
            case "persistentvolumes", "resourceclaims.resource.k8s.io", "volumeattachments.storage.k8s.io" ->
                get(node, a);
            case "serviceaccounts" -> serviceAccount(node, a);
            case "leases.coordination.k8s.io" -> lease(node, a);
            case "csinodes.storage.k8s.io" -> csiNode(node, a);
            case "resourceslices.resource.k8s.io" -> resourceSlice(node, a);
            case "nodes" -> node(node, a);
            case "pods" -> pod(node, a);
            case "podcertificaterequests.certificates.k8s.io" -> NONE;
            default -> rules.stream().anyMatch(rule -> rule.allows(a)) ? ALLOW : NONE;
        };
    }

    private static Decision because(String reason) {
        return Decision.noOpinion(reason);
    }

    private Decision related(String node, Attributes a) {
        if (a.name().isEmpty()) {
            return because("No Object name found");
        }
        return relation(node, a);
    }

    private Decision relation(String node, Attributes a) {
        return relations.uses(node, a.resource(), a.namespace(), a.name())
                ? ALLOW
                : because("no relationship found between node '" + node + "' and this object");
    }

    private Decision read(String node, Attributes a) {
        if (!READS.contains(a.verb())) {
            return because("can only read resources of this type");
        }
        if (!a.subresource().isEmpty()) {
            return because("cannot read subresource");
        }
        if (a.namespace().isEmpty()) {
            return because("can only read namespaced object of this type");
        }
        return related(node, a);
    }

    private Decision get(String node, Attributes a) {
        if (!a.verb().equals("get")) {
            return because("can only get individual resources of this type");
        }
        return a.subresource().isEmpty() ? related(node, a) : because("cannot get subresource");
    }

    private Decision statusUpdate(String node, Attributes a) {
        boolean writes = a.verb().equals("update") || a.verb().equals("patch");
        return writes ? related(node, a) : because("can only get/update/patch this type");
    }

    private Decision serviceAccount(String node, Attributes a) {
        if (a.verb().equals("get") && a.subresource().isEmpty()) {
            return read(node, a);
        }
        if (!a.verb().equals("create") || a.name().isEmpty()) {
            return because("can only create tokens for individual service accounts");
        }
        return a.subresource().equals("token")
                ? relation(node, a)
                : because("can only create token subresource of serviceaccount");
    }

    private static Decision lease(String node, Attributes a) {
        if (!OWN_VERBS.contains(a.verb())) {
            return because("can only get, create, update, patch, or delete a node lease");
        }
        if (!a.namespace().equals(LEASE_NAMESPACE)) {
            return because("can only access leases in the " + Denials.quote(LEASE_NAMESPACE) + " system namespace");
        }
        boolean own = a.verb().equals("create") || a.name().equals(node);
        return own ? ALLOW : because("can only access node lease with the same name as the requesting node");
    }

    private static Decision csiNode(String node, Attributes a) {
        if (!OWN_VERBS.contains(a.verb())) {
            return because("can only get, create, update, patch, or delete a CSINode");
        }
        if (!a.subresource().isEmpty()) {
            return because("cannot authorize CSINode subresources");
        }
        boolean own = a.verb().equals("create") || a.name().equals(node);
        return own ? ALLOW : because("can only access CSINode with the same name as the requesting node");
    }

    private Decision resourceSlice(String node, Attributes a) {
        if (!a.subresource().isEmpty()) {
            return because("cannot authorize ResourceSlice subresources");
        }
        if (a.verb().equals("create")) {
            return ALLOW;
        }
        if (COLLECTION_VERBS.contains(a.verb())) {
            return node.equals(a.fieldSelector().get("spec.nodeName"))
                    ? ALLOW
                    : because("can only list/watch/deletecollection resourceslices with nodeName field selector");
        }
        return OWN_VERBS.contains(a.verb())
                ? related(node, a)
                : because("only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update,"
                        + " patch, delete, deletecollection");
    }

    private static Decision node(String node, Attributes a) {
        boolean writes = a.verb().equals("update") || a.verb().equals("patch");
        if (a.subresource().equals("status")) {
            return writes ? ALLOW : NONE;
        }
        if (!a.subresource().isEmpty()) {
            return NONE;
        }
        if (writes || a.verb().equals("create")) {
            return ALLOW;
        }
        if (!READS.contains(a.verb())) {
            return NONE;
        }
        if (a.name().equals(node)) {
            return ALLOW;
        }
        return because(
                a.name().isEmpty()
                        ? "node '" + node + "' cannot read all nodes, only its own Node object"
                        : "node '" + node + "' cannot read '" + a.name() + "', only its own Node object");
    }

    private Decision pod(String node, Attributes a) {
        switch (a.subresource()) {
            case "":
                return podItself(node, a);
            case "status":
                return a.verb().equals("update") || a.verb().equals("patch") ? ALLOW : NONE;
            case "eviction":
                return a.verb().equals("create") ? ALLOW : NONE;
            default:
                return NONE;
        }
    }

    private Decision podItself(String node, Attributes a) {
        return switch (a.verb()) {
            case "get" -> related(node, a);
            case "list", "watch" -> {
                if (node.equals(a.fieldSelector().get("spec.nodeName"))) {
                    yield ALLOW;
                }
                yield a.name().isEmpty()
                        ? because("can only list/watch pods with spec.nodeName field selector")
                        : related(node, a);
            }
            case "create", "delete" -> ALLOW;
            default -> NONE;
        };
    }
}
