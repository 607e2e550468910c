package io.kubejar.server.kinds.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.regex.Pattern;

/**
 * The rules of a class of Ingresses. Upstream: ValidateIngressClass and ValidateIngressClassUpdate,
 * pkg/apis/networking/validation/validation.go, and IsDomainPrefixedPath, apimachinery/pkg/util/validation, v1.36.
 */
public final class IngressClassRules {
    /** The annotation of the class that Ingresses get that ask for none. */
    public static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";

    private static final int CONTROLLER_MAX = 250;
    private static final String CONTROLLER = "spec.controller";
    private static final String PATH_PATTERN = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
    private static final Pattern HTTP_PATH = Pattern.compile(PATH_PATTERN);

    private IngressClassRules() {}

    /** Checks a new class. */
    public static void create(ObjectNode ingressClass, FieldErrors errors) {
        JsonNode spec = ingressClass.path("spec");
        String controller = Json.textOr(spec, "", "controller");
        if (Checks.length(controller) > CONTROLLER_MAX) {
            errors.tooLong(CONTROLLER, CONTROLLER_MAX);
        }
        domainPath(controller, errors);
        if (spec.path("parameters").isObject()) {
            ReferenceRules.parameters(spec.get("parameters"), "spec.parameters", errors);
        }
    }

    /** Checks a changed class, which keeps its controller. */
    public static void update(ObjectNode ingressClass, ObjectNode old, FieldErrors errors) {
        String controller = Json.textOr(ingressClass, "", "spec", "controller");
        if (!controller.equals(Json.textOr(old, "", "spec", "controller"))) {
            errors.invalid(CONTROLLER, controller, "field is immutable");
        }
        ObjectMetaRules.again(ingressClass, errors);
        create(ingressClass, errors);
    }

    private static void domainPath(String text, FieldErrors errors) {
        if (text.isEmpty()) {
            errors.required(CONTROLLER, "");
            return;
        }
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            errors.invalid(CONTROLLER, text, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }
        Checks.subdomain(text.substring(0, slash), CONTROLLER, errors);
        String path = text.substring(slash + 1);
        if (!HTTP_PATH.matcher(path).matches()) {
            errors.invalid(CONTROLLER, path, "Invalid path (regex used for validation is '" + PATH_PATTERN + "')");
        }
    }
}
