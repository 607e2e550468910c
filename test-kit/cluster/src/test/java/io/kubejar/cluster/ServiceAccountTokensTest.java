package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.pki.Pem;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.Remote;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A robot outside that has the token of a Secret. */
class ServiceAccountTokensTest {
    private static final String ROBOT = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: robot, namespace: default}
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: robot-token
              namespace: default
              annotations: {kubernetes.io/service-account.name: robot}
            type: kubernetes.io/service-account-token
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: robot, namespace: default}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects: [{kind: ServiceAccount, name: robot, namespace: default}]
            """;
    private static final ResourceRef PODS = ResourceRef.of(Resources.PODS, "default");

    private static String data(ApiObject secret, String key) {
        return new String(Base64.getDecoder().decode(secret.at("data", key).asText()), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName(
            "a Secret's token is signed with RS256, never expires, opens the API, and its use is noted at the Secret")
    void theTokenOfASecret() {
        try (KubeCluster cluster = KubeCluster.start()) {
            cluster.apply(ROBOT);
            cluster.settle();
            ApiObject secret = cluster.get("secret", "default", "robot-token");
            String token = data(secret, "token");
            JsonNode header = Json.parse(Base64.getUrlDecoder().decode(token.split("\\.")[0]));
            JsonNode claims = Json.parse(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
            assertThat(header.path("alg").asText()).isEqualTo("RS256");
            assertThat(claims.has("exp")).isFalse();
            assertThat(claims.path("sub").asText()).isEqualTo("system:serviceaccount:default:robot");

            Remote remote = new Remote(
                    URI.create(cluster.url()), Pem.readCertificates(data(secret, "ca.crt")), false, null, token, "");
            ApiClient robot = new HttpApiClient(remote, "robot/1");
            assertThat(robot.list(PODS, ListOptions.ALL).items()).isEmpty();
            String today = cluster.time().now().toString().substring(0, 10);
            assertThat(cluster.get("secret", "default", "robot-token").label("kubernetes.io/legacy-token-last-used"))
                    .isEqualTo(today);

            cluster.delete("secret", "default", "robot-token");
            cluster.settle();
            assertThatThrownBy(() -> robot.list(PODS, ListOptions.ALL)).hasMessage("Unauthorized");
            assertThat(cluster.faults()).isEmpty();
        }
    }
}
