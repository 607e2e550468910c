package io.kubejar.server.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SubjectAccessReview, LocalSubjectAccessReview, SelfSubjectAccessReview and SelfSubjectRulesReview. Upstream:
 * pkg/registry/authorization and pkg/apis/authorization/validation, v1.36. The bodies are decoded ones of these kinds.
 */
public final class AccessReviews {
    private static final Gvk NO_KIND = new Gvk("authorization.k8s.io", "v1", "");

    private final Authorizer authorizer;
    private final RbacAuthorizer rbac;

    /**
     * Answers by the server's authorizers.
     *
     * @param authorizer the whole chain
     * @param rbac which rules a user has
     */
    public AccessReviews(Authorizer authorizer, RbacAuthorizer rbac) {
        this.authorizer = authorizer;
        this.rbac = rbac;
    }

    /** Answers a SubjectAccessReview. */
    public ObjectNode subject(ObjectNode review) {
        FieldErrors errors = new FieldErrors();
        AccessReviewRules.validateSpec(review.path("spec"), true, errors);
        AccessReviewRules.validateMetadata(review.path("metadata"), false, errors);
        refuse(errors);
        return answer(review, attributes(subjectOf(review.path("spec")), review.path("spec")), Json.object());
    }

    /** Answers a LocalSubjectAccessReview in the namespace of the request. */
    public ObjectNode local(ObjectNode review, String namespace) {
        JsonNode spec = review.path("spec");
        FieldErrors errors = new FieldErrors();
        AccessReviewRules.validateSpec(spec, true, errors);
        AccessReviewRules.validateMetadata(review.path("metadata"), true, errors);
        JsonNode resource = spec.path("resourceAttributes");
        String own = Json.textOr(resource, "", "namespace");
        if (resource.isObject() && !own.equals(namespace)) {
            errors.invalid("spec.resourceAttributes.namespace", own, "must match metadata.namespace");
        }
        if (spec.path("nonResourceAttributes").isObject()) {
            errors.invalid(
                    "spec.nonResourceAttributes",
                    AccessReviewRules.shown(spec.path("nonResourceAttributes")),
                    "disallowed on this kind of request");
        }
        refuse(errors);
        ObjectNode metadata = Json.object().put("namespace", namespace);
        return answer(review, attributes(subjectOf(spec), spec), metadata);
    }

    /** Answers a SelfSubjectAccessReview of this user. */
    public ObjectNode self(ObjectNode review, UserInfo user) {
        FieldErrors errors = new FieldErrors();
        AccessReviewRules.validateSpec(review.path("spec"), false, errors);
        AccessReviewRules.validateMetadata(review.path("metadata"), false, errors);
        refuse(errors);
        return answer(review, attributes(user, review.path("spec")), Json.object());
    }

    /** Answers a SelfSubjectRulesReview of this user. */
    public ObjectNode selfRules(ObjectNode review, UserInfo user) {
        String namespace = Json.textOr(review, "", "spec", "namespace");
        if (namespace.isEmpty()) {
            throw StatusException.badRequest("no namespace on request");
        }
        RbacAuthorizer.Rules rules = rbac.rulesFor(user, namespace);
        ObjectNode out = Json.object();
        out.put("kind", "SelfSubjectRulesReview").put("apiVersion", "authorization.k8s.io/v1");
        out.putObject("metadata");
        out.putObject("spec");
        ObjectNode status = out.putObject("status");
        boolean superuser = user.groups().contains(Authorizers.SUPERUSERS);
        var resourceRules = status.putArray("resourceRules");
        var pathRules = status.putArray("nonResourceRules");
        if (superuser) {
            resourceRules.add(PolicyRule.resources(List.of("*"), List.of("*"), List.of("*"))
                    .tree());
            pathRules.add(PolicyRule.paths(List.of("*"), List.of("*")).tree());
        }
        for (PolicyRule rule : rules.rules()) {
            if (!rule.resources().isEmpty()) {
                resourceRules.add(rule.tree().without("nonResourceURLs"));
            }
            if (!rule.nonResourceUrls().isEmpty()) {
                pathRules.add(rule.tree().without(List.of("apiGroups", "resources", "resourceNames")));
            }
        }
        boolean node =
                user.groups().contains(NodeAuthorizer.NODES) && user.name().startsWith("system:node:");
        status.put("incomplete", node);
        List<String> problems = new ArrayList<>();
        if (node) {
            problems.add("node authorizer does not support user rule resolution");
        }
        problems.addAll(rules.errors());
        if (!problems.isEmpty()) {
            status.put("evaluationError", RbacAuthorizer.aggregate(problems));
        }
        return out;
    }

    private static void refuse(FieldErrors errors) {
        if (!errors.isEmpty()) {
            throw StatusException.invalid(NO_KIND, "", errors.causes());
        }
    }

    private ObjectNode answer(ObjectNode review, Attributes attributes, ObjectNode metadata) {
        Decision decision = authorizer.authorize(attributes);
        ObjectNode out = Json.object();
        out.set("kind", review.path("kind"));
        out.set("apiVersion", review.path("apiVersion"));
        out.set("metadata", metadata);
        out.set("spec", review.path("spec"));
        ObjectNode status = out.putObject("status");
        status.put("allowed", decision.allowed());
        if (decision.verdict() == Decision.Verdict.DENY) {
            status.put("denied", true);
        }
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
        return out;
    }

    private static UserInfo subjectOf(JsonNode spec) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.path("extra").properties().forEach(e -> extra.put(e.getKey(), Json.strings(e.getValue())));
        return new UserInfo(
                Json.textOr(spec, "", "user"), Json.textOr(spec, "", "uid"), Json.strings(spec.path("groups")), extra);
    }

    private static Attributes attributes(UserInfo user, JsonNode spec) {
        JsonNode resource = spec.path("resourceAttributes");
        if (!resource.isObject()) {
            JsonNode path = spec.path("nonResourceAttributes");
            return new Attributes(
                    user,
                    Json.textOr(path, "", "verb"),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    Json.textOr(path, "", "path"),
                    Map.of());
        }
        String version = Json.textOr(resource, "", "version");
        return new Attributes(
                user,
                Json.textOr(resource, "", "verb"),
                Json.textOr(resource, "", "namespace"),
                Json.textOr(resource, "", "group"),
                version.isEmpty() ? "*" : version,
                Json.textOr(resource, "", "resource"),
                Json.textOr(resource, "", "subresource"),
                Json.textOr(resource, "", "name"),
                "",
                AccessReviewRules.fields(resource.path("fieldSelector")));
    }
}
