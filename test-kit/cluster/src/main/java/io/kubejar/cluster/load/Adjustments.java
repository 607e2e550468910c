package io.kubejar.cluster.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is different in another cluster: which objects every control plane makes itself, and what it says of itself in others. */
public final class Adjustments {
    private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";
    /** Of a token's Secret: whose it is. */
    private static final String ACCOUNT = "kubernetes.io/service-account.name";

    private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";
    private static final Set<String> ELECTED = Set.of("kube-controller-manager", "kube-scheduler");

    private Adjustments() {}

    /** Why an object is not for another cluster; "" when it is. */
    public static String notForOthers(ApiObject object) {
        String kind = object.kind();
        if (kind.equals("ConfigMap") && object.name().equals("kube-root-ca.crt")) {
            return "the root certificate of this cluster is another one";
        }
        if (kind.equals("Lease")) {
            boolean server = object.namespace().equals("kube-system")
                    && (ELECTED.contains(object.name()) || object.name().startsWith("apiserver-"));
            if (server || object.namespace().equals("kube-node-lease")) {
                return "it is the sign of life of a component of the other cluster";
            }
        }
        if (object.name().isEmpty()) {
            return "it has no name";
        }
        return object.uid().isEmpty() ? "it has no uid, so it comes from no cluster: apply it" : "";
    }

    /** Whether it is a Secret for the token of a service account. */
    public static boolean isToken(ApiObject object) {
        return object.kind().equals("Secret") && TOKEN_TYPE.equals(Json.text(object.tree(), "type"));
    }

    /** Of which account a token is. */
    public static String accountOf(ApiObject token) {
        String name = token.annotation(ACCOUNT);
        return name == null ? "" : name;
    }

    /** A token's Secret as somebody makes it who wants one: the token of the other cluster is not good here. */
    public static ApiObject withoutToken(ApiObject secret, String accountUid) {
        return secret.edit(root -> {
            Json.child(Json.child(root, "metadata"), "annotations").put(ACCOUNT_UID, accountUid);
            if (root.get("data") instanceof ObjectNode data) {
                data.remove("token");
                data.remove("ca.crt");
                data.remove("namespace");
            }
        });
    }

    /** The node on which a pod stands; null for none and for objects of other kinds. */
    public static @Nullable String nodeOf(ApiObject object) {
        return object.kind().equals("Pod") ? Json.text(object.spec(), "nodeName") : null;
    }
}
