package io.kubejar.server.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.time.ManualClock;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.pki.CertificateAuthority;
import io.kubejar.server.pki.Subject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Chance chance = Chance.seeded(1);
    private final CertificateAuthority authority = CertificateAuthority.create("kubernetes", clock, chance);
    private final Map<String, ApiObject> objects = new HashMap<>();
    private final BoundObjects found = (resource, namespace, name) -> objects.get(key(resource, namespace, name));
    private TokenIssuer issuer;
    private RequestAuthenticator authenticator;
    private TokenRequests requests;

    @BeforeEach
    void serve() throws NoSuchAlgorithmException {
        use(keys("EC", 256));
        put(Resources.SERVICE_ACCOUNTS, "ServiceAccount", "ns", "default", "sa-uid", "");
    }

    private static KeyPair keys(String algorithm, int size) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        return generator.generateKeyPair();
    }

    private void use(KeyPair keys) {
        issuer = new TokenIssuer(() -> keys, clock, chance);
        authenticator = new RequestAuthenticator(authority.certificate(), clock, issuer, found);
        requests = new TokenRequests(issuer, found);
    }

    private static String key(Gvr resource, String namespace, String name) {
        return resource.resource() + "/" + namespace + "/" + name;
    }

    private void put(Gvr resource, String kind, String namespace, String name, String uid, String spec) {
        objects.put(
                key(resource, namespace, name),
                ApiObject.of(new Gvk("", "v1", kind), namespace, name).edit(o -> {
                    Json.child(o, "metadata").put("uid", uid);
                    if (!spec.isEmpty()) {
                        o.set("spec", Json.parse(spec));
                    }
                }));
    }

    @Test
    @DisplayName("a fixed token is its user's, in requests and in reviews, and another one is nobody's")
    void aFixedTokenIsItsUsers() {
        authenticator = new RequestAuthenticator(
                authority.certificate(), clock, issuer, found, Map.of("secret", UserInfo.of("jane", "developers")));
        assertThat(authenticator.authenticate(request(List.of(), "Authorization", "Bearer secret")))
                .isEqualTo(UserInfo.of("jane", "developers", "system:authenticated"));
        assertThat(Objects.requireNonNull(
                                authenticator.review("secret", List.of()).holder())
                        .user()
                        .name())
                .isEqualTo("jane");
        assertThatThrownBy(() -> authenticator.authenticate(request(List.of(), "Authorization", "Bearer secre")))
                .hasMessage("Unauthorized");
    }

    private static ServerRequest request(List<X509Certificate> certificates, String... headers) {
        Headers all = new Headers();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return new ServerRequest("GET", "/", Map.of(), all, new byte[0], certificates, "127.0.0.1:1");
    }

    private UserInfo with(String token) {
        return authenticator.authenticate(request(List.of(), "Authorization", "Bearer " + token));
    }

    private ObjectNode ask(String spec) {
        return requests.create("ns", "default", (ObjectNode) Json.parse("{\"spec\":" + spec + "}"));
    }

    private String token(String spec) {
        return Json.textOr(ask(spec), "", "status", "token");
    }

    private void assertUnauthorized(String token) {
        assertThatThrownBy(() -> with(token))
                .hasMessage("Unauthorized")
                .satisfies(e -> assertThat(((StatusException) e).code()).isEqualTo(401))
                .satisfies(e -> assertThat(((StatusException) e).status().has("details"))
                        .isFalse());
    }

    @Test
    @DisplayName("B4.1 the common name of a certificate is the user, its organizations are the groups")
    void certificatesNameUserAndGroups() {
        List<X509Certificate> mike = authority
                .issue(new Subject("mike", List.of("dev", "ops")), CertificateAuthority.Usage.CLIENT, List.of())
                .chain();
        UserInfo user = authenticator.authenticate(request(mike));
        assertThat(user.name()).isEqualTo("mike");
        assertThat(user.groups()).containsExactly("dev", "ops", "system:authenticated");
        assertThat(user.extra()
                        .get("authentication.kubernetes.io/credential-id")
                        .get(0))
                .startsWith("X509SHA256=");
        assertThat(authenticator.authenticate(request(mike))).isEqualTo(user);
        clock.moveTo(clock.now().plus(Duration.ofDays(4000)));
        assertThatThrownBy(() -> authenticator.authenticate(request(mike))).hasMessage("Unauthorized");
    }

    @Test
    void certificatesOfOthersAreRefused() {
        CertificateAuthority other = CertificateAuthority.create("kubernetes", clock, chance);
        List<X509Certificate> eve = other.issue(
                        new Subject("eve", List.of("system:masters")), CertificateAuthority.Usage.CLIENT, List.of())
                .chain();
        assertThatThrownBy(() -> authenticator.authenticate(request(eve))).hasMessage("Unauthorized");
        List<X509Certificate> server = authority
                .issue(
                        new Subject("kube-apiserver", List.of()),
                        CertificateAuthority.Usage.SERVER,
                        List.of("localhost"))
                .chain();
        assertThatThrownBy(() -> authenticator.authenticate(request(server))).hasMessage("Unauthorized");
    }

    @Test
    void whoBringsNoProofIsAnonymous() {
        assertThat(authenticator.authenticate(request(List.of())))
                .isEqualTo(UserInfo.of("system:anonymous", "system:unauthenticated"));
        assertThat(authenticator.authenticate(request(List.of(), "Authorization", "Basic eDp5")))
                .isEqualTo(UserInfo.of("system:anonymous", "system:unauthenticated"));
    }

    @Test
    @DisplayName("B4.6 B4.8 service-account tokens identify, with prefix and groups")
    void tokensIdentifyServiceAccounts() {
        UserInfo user = with(token("{}"));
        assertThat(user.name()).isEqualTo("system:serviceaccount:ns:default");
        assertThat(user.uid()).isEqualTo("sa-uid");
        assertThat(user.groups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated");
        assertThat(user.extra()
                        .get("authentication.kubernetes.io/credential-id")
                        .get(0))
                .startsWith("JTI=");
    }

    @Test
    void tokensMayComeAmongWebSocketProtocols() {
        String encoded = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(token("{}").getBytes(StandardCharsets.UTF_8));
        assertThat(authenticator
                        .authenticate(request(
                                List.of(),
                                "Sec-WebSocket-Protocol",
                                "v5.channel.k8s.io, base64url.bearer.authorization.k8s.io." + encoded))
                        .name())
                .isEqualTo("system:serviceaccount:ns:default");
    }

    @Test
    void rsaKeysWorkToo() throws NoSuchAlgorithmException {
        use(keys("RSA", 2048));
        assertThat(with(token("{}")).name()).isEqualTo("system:serviceaccount:ns:default");
        assertThat(issuer.openIdConfiguration("h:1")
                        .path("id_token_signing_alg_values_supported")
                        .get(0)
                        .asText())
                .isEqualTo("RS256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "eyJhbGciOiJSUzI1NiJ9.e30.x", "a.b.c", "..", "eyJhbGciOiJub25lIn0.e30."})
    void otherTokensAreRefused(String token) {
        assertUnauthorized(token);
    }

    @Test
    void forgedTokensAreRefused() throws NoSuchAlgorithmException {
        String good = token("{}");
        String[] parts = good.split("\\.");
        JsonNode claims = Json.parse(Base64.getUrlDecoder().decode(parts[1]));
        ObjectNode more = ((ObjectNode) claims).put("sub", "system:serviceaccount:kube-system:admin");
        assertUnauthorized(parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(more)) + "." + parts[2]);
        String unsigned = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertUnauthorized(unsigned + "." + parts[1] + ".");
        use(keys("EC", 256));
        assertUnauthorized(good);
    }

    @Test
    @DisplayName("B4.6 a token ends with its time, its service account and its pod")
    void tokensEnd() {
        put(Resources.PODS, "Pod", "ns", "web", "pod-uid", "{\"serviceAccountName\":\"default\",\"nodeName\":\"n1\"}");
        put(Resources.NODES, "Node", "", "n1", "node-uid", "");
        String ofPod = token("{\"boundObjectRef\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"name\":\"web\"}}");
        assertThat(with(ofPod).extra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("web"))
                .containsEntry("authentication.kubernetes.io/pod-uid", List.of("pod-uid"))
                .containsEntry("authentication.kubernetes.io/node-name", List.of("n1"))
                .containsEntry("authentication.kubernetes.io/node-uid", List.of("node-uid"));
        put(Resources.PODS, "Pod", "ns", "web", "another-uid", "{\"serviceAccountName\":\"default\"}");
        assertUnauthorized(ofPod);
        String plain = token("{}");
        clock.moveTo(clock.now().plusSeconds(3600));
        assertThat(with(plain).uid()).isEqualTo("sa-uid");
        clock.moveTo(clock.now().plusSeconds(61));
        assertUnauthorized(plain);
        String last = token("{}");
        put(Resources.SERVICE_ACCOUNTS, "ServiceAccount", "ns", "default", "new-uid", "");
        assertUnauthorized(last);
    }

    @Test
    void tokenRequestsAreCompletedAndChecked() {
        ObjectNode answer = ask("{}");
        assertThat(answer.path("spec").path("audiences").get(0).asText()).isEqualTo(TokenIssuer.ISSUER);
        assertThat(answer.path("spec").path("expirationSeconds").asInt()).isEqualTo(3600);
        assertThat(answer.path("status").path("expirationTimestamp").asText()).isEqualTo("2026-01-01T01:00:00Z");
        assertThatThrownBy(() -> ask("{\"expirationSeconds\":10}"))
                .hasMessage("TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value:"
                        + " 10: may not specify a duration less than 10 minutes");
        assertThatThrownBy(() -> ask("{\"boundObjectRef\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"name\":\"x\"}}"))
                .hasMessage("pods \"x\" not found");
        assertThatThrownBy(() ->
                        ask("{\"boundObjectRef\":{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"name\":\"x\"}}"))
                .hasMessage("cannot bind token to object of type apps/v1, Kind=Deployment");
        assertThatThrownBy(() -> requests.create("ns", "gone", Json.object()))
                .hasMessage("serviceaccounts \"gone\" not found");
    }

    @Test
    void reviewsTellAboutATokenForItsAudiences() {
        IdentityReviews reviews = new IdentityReviews(authenticator, clock);
        String vault = token("{\"audiences\":[\"vault\"]}");
        assertUnauthorized(vault);
        JsonNode good = reviews.token(review(vault, "[\"vault\",\"x\"]")).path("status");
        assertThat(good.path("authenticated").booleanValue()).isTrue();
        assertThat(good.path("audiences").toString()).isEqualTo("[\"vault\"]");
        JsonNode bad = reviews.token(review(vault, "[\"other\"]")).path("status");
        assertThat(bad.toString())
                .isEqualTo("{\"user\":{},\"error\":\"[invalid bearer token, token audiences [\\\"vault\\\"] is invalid"
                        + " for the target audiences [\\\"other\\\"]]\"}");
        assertThat(reviews.token(review("x", "[]")).path("status").path("error").asText())
                .isEqualTo("invalid bearer token");
        assertThat(reviews.self(with(token("{}")))
                        .path("status")
                        .path("userInfo")
                        .path("username")
                        .asText())
                .isEqualTo("system:serviceaccount:ns:default");
    }

    private static ObjectNode review(String token, String audiences) {
        return (ObjectNode) Json.parse("{\"spec\":{\"token\":\"" + token + "\",\"audiences\":" + audiences + "}}");
    }

    @Test
    void keysAndConfigurationArePublished() {
        JsonNode key = issuer.keySet().path("keys").get(0);
        assertThat(key.path("kty").asText()).isEqualTo("EC");
        assertThat(key.path("alg").asText()).isEqualTo("ES256");
        assertThat(key.has("d")).isFalse();
        assertThat(issuer.openIdConfiguration("host:6443").path("jwks_uri").asText())
                .isEqualTo("https://host:6443/openid/v1/jwks");
    }
}
