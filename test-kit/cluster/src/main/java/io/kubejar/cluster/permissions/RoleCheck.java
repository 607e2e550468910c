package io.kubejar.cluster.permissions;

import io.kubejar.core.object.ApiObject;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.authz.Attributes;
import io.kubejar.server.authz.PolicyRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rules of roles a user has used, and which it was missing. Pure. */
public final class RoleCheck {
    private final List<ApiObject> roles;
    private final UserPermissions user;

    /** Compares roles with what a user did who had them. */
    public RoleCheck(List<ApiObject> roles, UserPermissions user) {
        this.roles = List.copyOf(roles);
        this.user = user;
    }

    /** What the user was refused, a line each. */
    public List<String> missing() {
        return user.refused();
    }

    /** The roles that would have been needed besides, as a manifest. */
    public String missingYaml() {
        return UserPermissions.yaml(user.missingRoles());
    }

    /**
     * The parts of rules that no request has used, a line each: {@code Role default/web: delete pods}. A part is one verb of
     * one resource or path.
     */
    public List<String> unused() {
        Set<String> out = new LinkedHashSet<>();
        for (ApiObject role : roles) {
            for (PolicyRule rule : PolicyRule.read(role.at("rules"))) {
                for (PolicyRule part : parts(rule)) {
                    if (!isUsed(part, role.namespace())) {
                        out.add(role.kind() + " " + role.key() + ": " + text(part));
                    }
                }
            }
        }
        return List.copyOf(out);
    }

    private static List<PolicyRule> parts(PolicyRule rule) {
        List<PolicyRule> out = new ArrayList<>();
        for (String verb : rule.verbs()) {
            for (String path : rule.nonResourceUrls()) {
                out.add(new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(path)));
            }
            for (String group : rule.apiGroups()) {
                for (String resource : rule.resources()) {
                    out.add(new PolicyRule(
                            List.of(verb), List.of(group), List.of(resource), rule.resourceNames(), List.of()));
                }
            }
        }
        return out;
    }

    private boolean isUsed(PolicyRule part, String namespace) {
        for (Map.Entry<Ask, Set<String>> asked : user.asks().entrySet()) {
            boolean inside =
                    namespace.isEmpty() || namespace.equals(asked.getKey().namespace());
            if (inside && asked.getValue().stream().anyMatch(name -> part.allows(attributes(asked.getKey(), name)))) {
                return true;
            }
        }
        return false;
    }

    private static Attributes attributes(Ask ask, String name) {
        int slash = ask.resource().indexOf('/');
        return new Attributes(
                UserInfo.of("any"),
                ask.verb(),
                ask.namespace(),
                ask.group(),
                "*",
                slash < 0 ? ask.resource() : ask.resource().substring(0, slash),
                slash < 0 ? "" : ask.resource().substring(slash + 1),
                name,
                ask.path(),
                Map.of());
    }

    private static String text(PolicyRule part) {
        String verb = part.verbs().get(0);
        if (!part.nonResourceUrls().isEmpty()) {
            return verb + " " + part.nonResourceUrls().get(0);
        }
        String names = part.resourceNames().isEmpty() ? "" : " " + part.resourceNames();
        return new Ask("", verb, part.apiGroups().get(0), part.resources().get(0), "") + names;
    }
}
