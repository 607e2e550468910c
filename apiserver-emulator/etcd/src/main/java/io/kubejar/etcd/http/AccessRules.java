package io.kubejar.etcd.http;

import io.kubejar.etcd.engine.Engine;
import java.security.Principal;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of every request before its path: with etcd's default settings, which let pages of any origin and any name of
 * the host in. Source: etcd 3.6 embed.accessController.
 */
final class AccessRules {
    /** In every answer, for pages of other origins. */
    static final Map<String, String> CORS = Map.of(
            "Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE",
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Allow-Headers", "accept, content-type, authorization");

    private static final String NAME_IGNORED =
            "CommonName of client sending a request against gateway will be ignored and not used as expected";

    private final Engine engine;

    AccessRules(Engine engine) {
        this.engine = engine;
    }

    /** The answer to a request that does not get to its path; null for all others. */
    @Nullable
    Reply answer(RequestHead request) {
        if (request.tls() != null
                && Endpoints.isGateway(request)
                && engine.store().auth().enabled()
                && isNamed(request.tls())) {
            return Reply.error(400, NAME_IGNORED);
        }
        return request.method().equals("OPTIONS") ? new Reply(200, CORS, new byte[0]) : null;
    }

    /** Whether the client's certificate has a common name. */
    private static boolean isNamed(SSLSession session) {
        try {
            Principal subject = session.getPeerPrincipal();
            return new LdapName(subject.getName())
                    .getRdns().stream().anyMatch(part -> part.getType().equalsIgnoreCase("CN"));
        } catch (SSLPeerUnverifiedException e) {
            return false;
        } catch (InvalidNameException e) {
            throw new IllegalStateException("a certificate has a subject that is no name", e);
        }
    }
}
