package io.kubejar.server.authz;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.server.authn.UserInfo;

/** A small cluster policy for tests; texts have single quotes. */
final class Policies {
    static final Gvr PODS = new Gvr("", "v1", "pods");

    final RbacIndex index = new RbacIndex();
    final RbacAuthorizer rbac = new RbacAuthorizer(index);
    final Authorizer all = Authorizers.union(Authorizers.superusers(), rbac);

    static ApiObject object(String kind, String namespace, String name, String rest) {
        String place = namespace.isEmpty() ? "" : ",'namespace':'" + namespace + "'";
        String json = "{'apiVersion':'rbac.authorization.k8s.io/v1','kind':'" + kind + "','metadata':{'name':'" + name
                + "'" + place + "}," + rest + "}";
        return ApiObject.ofJson(json.replace('\'', '"'));
    }

    Policies role(String namespace, String name, String rules) {
        String kind = namespace.isEmpty() ? "ClusterRole" : "Role";
        index.put(object(kind, namespace, name, "'rules':" + rules));
        return this;
    }

    Policies bind(String namespace, String name, String roleKind, String role, String subjects) {
        String kind = namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding";
        index.put(object(
                kind,
                namespace,
                name,
                "'roleRef':{'kind':'" + roleKind + "','name':'" + role + "'},'subjects':" + subjects));
        return this;
    }

    static UserInfo user(String name) {
        return UserInfo.of(name, "system:authenticated");
    }

    static Attributes asking(String user, String verb, String namespace, String resource, String name) {
        String[] parts = resource.split("/");
        Gvr gvr = new Gvr(parts[0].equals("deployments") ? "apps" : "", "v1", parts[0]);
        String sub = parts.length > 1 ? parts[1] : "";
        return Attributes.of(user(user), verb, new ResourceRef(gvr, namespace, name, sub));
    }
}
