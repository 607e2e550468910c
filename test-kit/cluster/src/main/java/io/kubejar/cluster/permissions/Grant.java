package io.kubejar.cluster.permissions;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A service account that has the roles of a manifest, and nothing else but what everybody has who is known. */
public final class Grant {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Set<String> ROLES = Set.of("Role", "ClusterRole");

    private final KubeCluster cluster;
    private final String namespace;
    private final String account;
    private final List<ApiObject> roles = new ArrayList<>();

    private Grant(KubeCluster cluster, String namespace, String account) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.account = account;
    }

    /**
     * Makes the account, its namespace when there is none, the roles and their bindings. A Role without a namespace is for
     * the account's one.
     *
     * @param manifest YAML of Roles and ClusterRoles
     * @throws IllegalArgumentException when there is something else in it, or no role
     * @throws StatusException when the account exists already
     */
    public static Grant of(KubeCluster cluster, String manifest, String namespace, String account) {
        Grant grant = new Grant(cluster, namespace, account);
        List<ApiObject> objects = Yaml.objects(manifest);
        for (ApiObject object : objects) {
            if (!object.gvk().group().equals(RBAC) || !ROLES.contains(object.kind())) {
                throw new IllegalArgumentException(
                        "only roles can be granted, not " + object.kind() + " " + object.name());
            }
        }
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("there is no role to grant");
        }
        grant.makeAccount();
        objects.forEach(grant::bind);
        return grant;
    }

    private void makeAccount() {
        if (!exists("namespaces", "", namespace)) {
            apply(ApiObject.of(new Gvk("", "v1", "Namespace"), "", namespace));
        }
        if (exists("serviceaccounts", namespace, account)) {
            throw StatusException.alreadyExists(io.kubejar.core.object.Resources.SERVICE_ACCOUNTS, account);
        }
        apply(ApiObject.of(new Gvk("", "v1", "ServiceAccount"), namespace, account));
    }

    private void bind(ApiObject given) {
        boolean everywhere = given.kind().equals("ClusterRole");
        ApiObject role = everywhere || !given.namespace().isEmpty()
                ? given
                : given.edit(root -> Json.child(root, "metadata").put("namespace", namespace));
        roles.add(apply(role));
        Gvk kind = new Gvk(RBAC, "v1", everywhere ? "ClusterRoleBinding" : "RoleBinding");
        apply(ApiObject.of(kind, role.namespace(), role.name() + ":" + namespace + ":" + account)
                .edit(root -> {
                    root.putObject("roleRef")
                            .put("apiGroup", RBAC)
                            .put("kind", role.kind())
                            .put("name", role.name());
                    root.putArray("subjects")
                            .addObject()
                            .put("kind", "ServiceAccount")
                            .put("name", account)
                            .put("namespace", namespace);
                }));
    }

    private boolean exists(String resource, String where, String name) {
        try {
            cluster.get(resource, where, name);
            return true;
        } catch (StatusException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return false;
            }
            throw e;
        }
    }

    private ApiObject apply(ApiObject object) {
        return cluster.apply(Json.string(object.tree())).get(0);
    }

    /** The namespace of the account. */
    public String namespace() {
        return namespace;
    }

    /** The name of the account. */
    public String account() {
        return account;
    }

    /** How what the account did so far compares with its roles. */
    public RoleCheck check() {
        return new RoleCheck(roles, cluster.permissions().of("system:serviceaccount:" + namespace + ":" + account));
    }
}
