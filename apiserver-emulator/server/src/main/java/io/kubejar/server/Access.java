package io.kubejar.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.time.Clock;
import io.kubejar.server.authn.IdentityReviews;
import io.kubejar.server.authn.RequestAuthenticator;
import io.kubejar.server.authn.TokenIssuer;
import io.kubejar.server.authn.TokenRequests;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.authz.AccessReviews;
import io.kubejar.server.authz.Attributes;
import io.kubejar.server.authz.Authorizer;
import io.kubejar.server.authz.Authorizers;
import io.kubejar.server.authz.Decision;
import io.kubejar.server.authz.EscalationCheck;
import io.kubejar.server.authz.Impersonation;
import io.kubejar.server.authz.NodeAuthorizer;
import io.kubejar.server.authz.PodRelations;
import io.kubejar.server.authz.RbacAuthorizer;
import io.kubejar.server.authz.RbacIndex;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.pipeline.Handler;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.RequestObserver;
import io.kubejar.server.schema.BodyDecoder;
import io.kubejar.server.schema.Strictness;
import io.kubejar.server.storage.Stores;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who may do what, wired: authentication, impersonation, the chain of authorizers, tokens and reviews. */
final class Access {
    private static final Gvk TOKEN_REQUEST = new Gvk("authentication.k8s.io", "v1", "TokenRequest");

    /** Decides about requests, and tells the observer. */
    final Authorizer observed;

    final EscalationCheck escalation;
    final TokenIssuer issuer;
    private final TokenRequests tokens;
    private final RequestAuthenticator authenticator;
    private final Impersonation impersonation;
    private final AccessReviews reviews;
    private final IdentityReviews identities;
    private final Registry registry;
    private final Stores stores;

    Access(
            Pki pki,
            Registry registry,
            Stores stores,
            RbacIndex index,
            Clock clock,
            Chance chance,
            RequestObserver observer) {
        this.registry = registry;
        this.stores = stores;
        RbacAuthorizer rbac = new RbacAuthorizer(index);
        PodRelations relations = new PodRelations(
                this::podsOn, (namespace, name) -> peek(Resources.PERSISTENT_VOLUME_CLAIMS, namespace, name));
        Authorizer authorizer = Authorizers.union(
                Authorizers.superusers(), new NodeAuthorizer(relations, NodeAuthorizer.defaultRules()), rbac);
        observed = asked -> {
            Decision decision = authorizer.authorize(asked);
            observer.asked(asked, decision.allowed());
            return decision;
        };
        escalation = new EscalationCheck(authorizer, rbac);
        issuer = new TokenIssuer(pki::serviceAccountKeys, clock, chance);
        tokens = new TokenRequests(issuer, this::stored);
        authenticator = new RequestAuthenticator(
                pki.authority().certificate(),
                clock,
                issuer,
                this::peek,
                Map.of(pki.adminToken(), UserInfo.of("kubernetes-admin", "system:masters")));
        // It tries several ways, of which one is enough: only that one counts.
        impersonation = new Impersonation(asked -> {
            Decision decision = authorizer.authorize(asked);
            if (decision.allowed()) {
                observer.asked(asked, true);
            }
            return decision;
        });
        reviews = new AccessReviews(authorizer, rbac);
        identities = new IdentityReviews(authenticator, clock);
    }

    private @Nullable ApiObject peek(Gvr resource, String namespace, String name) {
        ResourceDef def = Objects.requireNonNull(registry.find(resource));
        return stores.of(def).cache().peek(def.storageKey(namespace, name));
    }

    /** As new as the store: what was made a moment ago can be bound to. */
    private @Nullable ApiObject stored(Gvr resource, String namespace, String name) {
        ResourceDef def = Objects.requireNonNull(registry.find(resource));
        return stores.of(def).get(def.storageKey(namespace, name));
    }

    private List<ApiObject> podsOn(String node) {
        ResourceDef def = Objects.requireNonNull(registry.find(Resources.PODS));
        return stores.of(def).cache().snapshot(def.storagePath(), 0).objects().stream()
                .filter(pod -> node.equals(Json.text(pod.spec(), "nodeName")))
                .toList();
    }

    /** Who has proven to make a request. */
    UserInfo authenticate(ServerRequest request) {
        return authenticator.authenticate(request);
    }

    /** As whom the request acts, which its headers may say. */
    UserInfo impersonate(ServerRequest request, Attributes attributes) {
        return impersonation.effectiveUser(request.headers(), attributes);
    }

    /** A token for an account that is good as long as a Secret holds it. */
    String tokenFor(ApiObject account, ApiObject secret) {
        return issuer.legacy(account, secret);
    }

    /** Labels Secrets whose tokens are used, through a client. */
    void labelUsedSecrets(ApiClient client) {
        authenticator.onLegacyTokenUse(new UsedSecrets(client));
    }

    /** The handlers of tokens and reviews. */
    Map<String, Handler> handlers() {
        return Map.of(
                "serviceaccounts/token",
                (def, call, body) -> ApiObject.of(
                        tokens.create(call.ref().namespace(), call.ref().name(), decoded(TOKEN_REQUEST, body))),
                "tokenreviews.authentication.k8s.io",
                (def, call, body) -> ApiObject.of(identities.token(decoded(def.kind(), body))),
                "selfsubjectreviews.authentication.k8s.io",
                (def, call, body) -> ApiObject.of(identities.self(call.user())),
                "subjectaccessreviews.authorization.k8s.io",
                (def, call, body) -> ApiObject.of(reviews.subject(decoded(def.kind(), body))),
                "localsubjectaccessreviews.authorization.k8s.io",
                (def, call, body) -> ApiObject.of(
                        reviews.local(decoded(def.kind(), body), call.ref().namespace())),
                "selfsubjectaccessreviews.authorization.k8s.io",
                (def, call, body) -> ApiObject.of(reviews.self(decoded(def.kind(), body), call.user())),
                "selfsubjectrulesreviews.authorization.k8s.io",
                (def, call, body) -> ApiObject.of(reviews.selfRules(decoded(def.kind(), body), call.user())));
    }

    private static ObjectNode decoded(Gvk kind, Body body) {
        return BodyDecoder.decode(body.raw(), body.sent(), kind, Strictness.IGNORE)
                .tree();
    }
}
