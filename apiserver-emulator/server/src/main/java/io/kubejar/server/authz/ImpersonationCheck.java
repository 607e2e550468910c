package io.kubejar.server.authz;

import io.kubejar.server.authn.ServiceAccountNames;
import io.kubejar.server.authn.UserInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One form of impersonation for one requester. Upstream: impersonationModeState.check,
 * apiserver/pkg/endpoints/filters/impersonation/mode.go, v1.36.
 */
final class ImpersonationCheck {
    private static final int MANY = 4;
    private static final String IDENTITY_GROUP = "authentication.k8s.io";

    private final Authorizer authorizer;
    private final UserInfo requester;
    private final String mode;
    private final boolean constrained;

    /** The mode "" is the old form, with the verb impersonate. */
    ImpersonationCheck(Authorizer authorizer, UserInfo requester, String mode) {
        this.authorizer = authorizer;
        this.requester = mode.equals("associated-node") ? anyNodeOf(requester) : requester;
        this.mode = mode;
        this.constrained = !mode.isEmpty();
    }

    /** A requester without the values that differ from node to node. */
    private static UserInfo anyNodeOf(UserInfo user) {
        List<String> keys = user.extra().keySet().stream().sorted().toList();
        return new UserInfo(
                user.name(),
                user.uid(),
                user.groups(),
                Map.of("authentication.kubernetes.io/associated-node-keys", keys));
    }

    /** The impersonated user; throws Forbidden when the requester lacks a right. */
    UserInfo check(UserInfo wanted, Attributes attributes) {
        if (constrained) {
            require(attributes.withUser(requester).withVerb("impersonate-on:" + mode + ":" + attributes.verb()));
        }
        List<String> groups = name(wanted);
        if (!wanted.uid().isEmpty()) {
            require(asking(IDENTITY_GROUP, "", "uids", "", wanted.uid()));
        }
        groups(wanted.groups());
        extra(wanted.extra());
        return new UserInfo(
                wanted.name(), wanted.uid(), Impersonation.withEverybody(wanted.name(), groups), wanted.extra());
    }

    /** Checks the name; gives the groups that go with it. */
    private List<String> name(UserInfo wanted) {
        String group = constrained ? IDENTITY_GROUP : "";
        if (constrained && Impersonation.isNode(wanted.name())) {
            String own = wanted.name().substring("system:node:".length());
            require(asking(group, "", "nodes", "", mode.equals("associated-node") ? "*" : own));
            return List.of(NodeAuthorizer.NODES);
        }
        if (ServiceAccountNames.isServiceAccount(wanted.name())) {
            String namespace = ServiceAccountNames.namespaceOf(wanted.name());
            require(asking(group, namespace, "serviceaccounts", "", ServiceAccountNames.nameOf(wanted.name())));
            return wanted.groups().isEmpty() ? ServiceAccountNames.groups(namespace) : wanted.groups();
        }
        require(asking(group, "", "users", "", wanted.name()));
        return wanted.groups();
    }

    private void groups(List<String> groups) {
        if (groups.isEmpty()) {
            return;
        }
        String api = constrained ? IDENTITY_GROUP : "";
        if (constrained) {
            if (groups.contains("")) {
                throw Denials.of(
                        asking(api, "", "groups", "", ""), "impersonating the empty string group is not allowed");
            }
            if (groups.contains(Authorizers.SUPERUSERS)) {
                throw Denials.of(
                        asking(api, "", "groups", "", Authorizers.SUPERUSERS),
                        "impersonating the system:masters group is not allowed");
            }
            if (groups.size() >= MANY && allowed(asking(api, "", "groups", "", "*"))) {
                return;
            }
        }
        groups.forEach(group -> require(asking(api, "", "groups", "", group)));
    }

    private void extra(Map<String, List<String>> extra) {
        if (extra.isEmpty()) {
            return;
        }
        if (constrained) {
            String problem = problem(extra);
            if (problem != null) {
                throw Denials.of(asking(IDENTITY_GROUP, "", "userextras", "", ""), problem);
            }
            int values = extra.values().stream().mapToInt(List::size).sum();
            boolean many = extra.size() >= MANY || values >= MANY;
            if (many && allowed(asking(IDENTITY_GROUP, "", "userextras", "*", "*"))) {
                return;
            }
        }
        extra.forEach((key, values) ->
                values.forEach(value -> require(asking(IDENTITY_GROUP, "", "userextras", key, value))));
    }

    private static @Nullable String problem(Map<String, List<String>> extra) {
        for (Map.Entry<String, List<String>> one : extra.entrySet()) {
            String key = one.getKey();
            if (key.isEmpty()) {
                return "impersonating the empty string key in extra is not allowed";
            }
            if (!key.contains("/")) {
                return "impersonating an invalid key in extra is not allowed: extra.key: Invalid value: "
                        + Denials.quote(key)
                        + ": must be a domain-prefixed path (such as \"acme.io/foo\")";
            }
            if (!key.equals(key.toLowerCase(Locale.ROOT))) {
                return "impersonating a non-lowercase key in extra is not allowed: " + Denials.quote(key);
            }
            if (one.getValue().isEmpty()) {
                return "impersonating empty values in extra is not allowed";
            }
            if (one.getValue().contains("")) {
                return "impersonating the empty string value in extra is not allowed";
            }
        }
        return null;
    }

    private Attributes asking(String group, String namespace, String resource, String subresource, String name) {
        String verb = constrained ? "impersonate:" + mode : "impersonate";
        return new Attributes(requester, verb, namespace, group, "v1", resource, subresource, name, "", Map.of());
    }

    private boolean allowed(Attributes attributes) {
        return authorizer.authorize(attributes).allowed();
    }

    private void require(Attributes attributes) {
        Denials.require(authorizer, attributes);
    }
}
