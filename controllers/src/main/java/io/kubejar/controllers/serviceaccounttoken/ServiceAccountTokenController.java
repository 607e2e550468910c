package io.kubejar.controllers.serviceaccounttoken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills Secrets of type {@code kubernetes.io/service-account-token}, deletes them with their account, and takes the names
 * of deleted ones out of the account. Upstream: pkg/controller/serviceaccount/tokens_controller.go (syncSecret,
 * syncServiceAccount), v1.36.
 */
public final class ServiceAccountTokenController implements Controller {
    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
    private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";

    private final Lister secrets;
    private final Lister accounts;
    private final TokenMaker maker;
    private final String caBase64;
    private final Map<ObjectKey, ApiObject> gone = new ConcurrentHashMap<>();

    /**
     * Reads Secrets and ServiceAccounts.
     *
     * @param caPem the certificates of the API server's CA, in PEM
     */
    public ServiceAccountTokenController(Listers listers, TokenMaker maker, String caPem) {
        secrets = listers.of(Resources.SECRETS);
        accounts = listers.of(Resources.SERVICE_ACCOUNTS);
        this.maker = maker;
        this.caBase64 = base64(caPem);
    }

    @Override
    public String name() {
        return "tokens-controller";
    }

    @Override
    public String user() {
        return "system:kube-controller-manager";
    }

    @Override
    public void sources(Sources sources) {
        sources.on(Resources.SECRETS, this::changed)
                .on(
                        Resources.SERVICE_ACCOUNTS,
                        (before, after) -> before != null && after == null ? tokensOf(before) : List.of());
    }

    private Collection<ObjectKey> changed(@Nullable ApiObject before, @Nullable ApiObject after) {
        ApiObject secret = after != null ? after : before;
        if (secret == null || !isToken(secret)) {
            return List.of();
        }
        if (after == null) {
            gone.put(secret.key(), secret);
        }
        return List.of(secret.key());
    }

    private Collection<ObjectKey> tokensOf(ApiObject account) {
        return secrets.in(account.namespace()).stream()
                .filter(secret -> isToken(secret) && account.name().equals(secret.annotation(ACCOUNT_NAME)))
                .map(ApiObject::key)
                .toList();
    }

    private static boolean isToken(ApiObject secret) {
        return TYPE.equals(Json.text(secret.tree(), "type"));
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject last = gone.remove(key);
        ApiObject secret = secrets.get(key);
        if (secret == null) {
            return last == null ? Plan.NOTHING : forget(last);
        }
        if (!isToken(secret)) {
            return Plan.NOTHING;
        }
        ApiObject account = accounts.get(key.namespace(), accountName(secret));
        if (account != null && belongs(secret, account)) {
            return fill(secret, account);
        }
        ResourceRef ref = ResourceRef.of(Resources.SERVICE_ACCOUNTS, key.namespace(), accountName(secret));
        return Plan.of(new Plan.Read(
                ref,
                fresh -> belongs(secret, fresh) ? fill(secret, fresh) : delete(secret),
                refusal -> refusal.is(Reason.NOT_FOUND) ? delete(secret) : Plan.fail(refusal)));
    }

    private static String accountName(ApiObject secret) {
        return Objects.requireNonNullElse(secret.annotation(ACCOUNT_NAME), "");
    }

    private static boolean belongs(ApiObject secret, ApiObject account) {
        String uid = secret.annotation(ACCOUNT_UID);
        return uid == null || uid.isEmpty() || uid.equals(account.uid());
    }

    private static Plan delete(ApiObject secret) {
        return Plan.of(new Plan.Do(
                new Write.Delete(ResourceRef.to(Resources.SECRETS, secret), DeleteOptions.ofUid(secret.uid())),
                null,
                ServiceAccountTokenController::changedMeanwhileIsFine));
    }

    private static Plan changedMeanwhileIsFine(StatusException refusal) {
        return refusal.is(Reason.NOT_FOUND) || refusal.is(Reason.CONFLICT) ? Plan.NOTHING : Plan.fail(refusal);
    }

    private Plan fill(ApiObject secret, ApiObject account) {
        JsonNode data = secret.at("data");
        boolean full = caBase64.equals(Json.text(data, "ca.crt"))
                && !Json.textOr(data, "", "namespace").isEmpty()
                && !Json.textOr(data, "", "token").isEmpty();
        if (full) {
            return Plan.NOTHING;
        }
        ApiObject filled = secret.edit(root -> {
            ObjectNode values = Json.child(root, "data");
            values.put("ca.crt", caBase64);
            if (Json.textOr(values, "", "namespace").isEmpty()) {
                values.put("namespace", base64(secret.namespace()));
            }
            if (Json.textOr(values, "", "token").isEmpty()) {
                values.put("token", base64(maker.token(account, secret)));
            }
            Json.child(Json.child(root, "metadata"), "annotations")
                    .put(ACCOUNT_NAME, account.name())
                    .put(ACCOUNT_UID, account.uid());
        });
        return Plan.of(new Plan.Do(
                new Write.Update(ResourceRef.to(Resources.SECRETS, secret), filled),
                null,
                ServiceAccountTokenController::changedMeanwhileIsFine));
    }

    /** Takes the name of a Secret that is gone out of its account's {@code secrets}. */
    private Plan forget(ApiObject secret) {
        ApiObject account = accounts.get(secret.namespace(), accountName(secret));
        if (account == null || !belongs(secret, account) || !names(account, secret)) {
            return Plan.NOTHING;
        }
        ResourceRef ref = ResourceRef.to(Resources.SERVICE_ACCOUNTS, account);
        return Plan.of(new Plan.Read(
                ref,
                fresh -> belongs(secret, fresh) && names(fresh, secret)
                        ? Plan.of(new Plan.Do(new Write.Update(ref, without(fresh, secret)), null, Plan::goneIsFine))
                        : Plan.NOTHING,
                Plan::goneIsFine));
    }

    private static boolean names(ApiObject account, ApiObject secret) {
        for (JsonNode reference : account.at("secrets")) {
            if (secret.name().equals(Json.text(reference, "name"))) {
                return true;
            }
        }
        return false;
    }

    private static ApiObject without(ApiObject account, ApiObject secret) {
        return account.edit(root -> {
            ArrayNode kept = root.putArray("secrets");
            account.at("secrets").forEach(reference -> {
                if (!secret.name().equals(Json.text(reference, "name"))) {
                    kept.add(reference.deepCopy());
                }
            });
        });
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
