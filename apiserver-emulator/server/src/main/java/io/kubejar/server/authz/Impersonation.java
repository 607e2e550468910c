package io.kubejar.server.authz;

import io.kubejar.core.error.StatusException;
import io.kubejar.server.authn.RequestAuthenticator;
import io.kubejar.server.authn.ServiceAccountNames;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.exchange.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Acting as somebody else by the {@code Impersonate-*} headers. First the constrained forms are tried, which need a right for
 * what is done and one for whom, then the old form with the verb {@code impersonate}; when none is allowed, the first
 * denial is answered. Upstream: apiserver/pkg/endpoints/filters/impersonation, v1.36.
 */
public final class Impersonation {
    private static final String EXTRA = "impersonate-extra-";
    private static final String NODE_USER = "system:node:";
    private static final String ASSOCIATED_NODE = "associated-node";
    private static final String ANY_NODE = "arbitrary-node";
    private static final String SERVICE_ACCOUNT = "serviceaccount";
    private static final String USER = "user-info";

    private final Authorizer authorizer;

    /** Asks this authorizer who may act as whom. */
    public Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * The user as whom the request acts, which is the requester when no header asks for another.
     *
     * @param attributes what the request wants to do, as the requester
     * @throws StatusException Forbidden when the requester may not act so, BadRequest when the headers name no user
     */
    public UserInfo effectiveUser(Headers headers, Attributes attributes) {
        UserInfo wanted = wanted(headers);
        if (wanted == null) {
            return attributes.user();
        }
        StatusException first = null;
        for (String mode : modes(wanted, attributes.user())) {
            try {
                return new ImpersonationCheck(authorizer, attributes.user(), mode).check(wanted, attributes);
            } catch (StatusException denied) {
                first = first == null ? denied : first;
            }
        }
        throw first == null ? StatusException.internal("all impersonation modes failed") : first;
    }

    /** The forms that fit, in upstream's order; "" is the old one. */
    private static List<String> modes(UserInfo wanted, UserInfo requester) {
        boolean nameOnly = wanted.uid().isEmpty()
                && wanted.groups().isEmpty()
                && wanted.extra().isEmpty();
        String name = wanted.name();
        List<String> out = new ArrayList<>();
        if (isNode(name)) {
            if (nameOnly) {
                String own = name.substring(NODE_USER.length());
                List<String> at = requester.extra().getOrDefault("authentication.kubernetes.io/node-name", List.of());
                if (ServiceAccountNames.isServiceAccount(requester.name()) && at.equals(List.of(own))) {
                    out.add(ASSOCIATED_NODE);
                }
                out.add(ANY_NODE);
            }
        } else if (ServiceAccountNames.isServiceAccount(name)) {
            if (nameOnly) {
                out.add(SERVICE_ACCOUNT);
            }
        } else {
            out.add(USER);
        }
        out.add("");
        return out;
    }

    static boolean isNode(String user) {
        return user.startsWith(NODE_USER)
                && user.substring(NODE_USER.length())
                        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    }

    /** Whom the headers name; null when they name nobody. Upstream: processImpersonationHeaders. */
    private static @Nullable UserInfo wanted(Headers headers) {
        String name = orEmpty(headers.first("Impersonate-User"));
        String uid = orEmpty(headers.first("Impersonate-Uid"));
        List<String> groups = headers.all("Impersonate-Group");
        Map<String, List<String>> extra = new LinkedHashMap<>();
        headers.asMap().forEach((header, values) -> {
            if (header.startsWith(EXTRA)) {
                String key = unescaped(header.substring(EXTRA.length()).toLowerCase(Locale.ROOT));
                extra.computeIfAbsent(key, k -> new ArrayList<>()).addAll(values);
            }
        });
        if (!name.isEmpty()) {
            return new UserInfo(name, uid, List.copyOf(groups), extra);
        }
        if (uid.isEmpty() && groups.isEmpty() && extra.isEmpty()) {
            return null;
        }
        throw StatusException.badRequest(
                "requested " + goSyntax(uid, groups, extra) + " without impersonating a user name");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String unescaped(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key; // upstream keeps what it cannot decode
        }
    }

    private static String goSyntax(String uid, List<String> groups, Map<String, List<String>> extra) {
        String shownExtra = "map[string][]string(nil)";
        if (!extra.isEmpty()) {
            List<String> members = new ArrayList<>();
            extra.forEach((key, values) -> members.add(Denials.quote(key) + ":" + goList(values)));
            shownExtra = "map[string][]string{" + String.join(", ", members) + "}";
        }
        return "&user.DefaultInfo{Name:\"\", UID:" + Denials.quote(uid) + ", Groups:" + goList(groups) + ", Extra:"
                + shownExtra + "}";
    }

    private static String goList(List<String> values) {
        if (values.isEmpty()) {
            return "[]string(nil)";
        }
        return "[]string{"
                + String.join(", ", values.stream().map(Denials::quote).toList()) + "}";
    }

    /** The groups of an impersonated user with the one that everybody has. */
    static List<String> withEverybody(String name, List<String> groups) {
        boolean anonymous = name.equals("system:anonymous");
        String everybody = anonymous ? RequestAuthenticator.UNAUTHENTICATED : RequestAuthenticator.AUTHENTICATED;
        boolean complete =
                groups.contains(everybody) || (!anonymous && groups.contains(RequestAuthenticator.UNAUTHENTICATED));
        if (complete) {
            return groups;
        }
        List<String> out = new ArrayList<>(groups);
        out.add(everybody);
        return List.copyOf(out);
    }
}
