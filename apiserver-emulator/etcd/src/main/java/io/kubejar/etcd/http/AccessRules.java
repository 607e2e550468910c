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
 * What is asked of every request before its path. By default etcd lets pages of any origin in; here there are none to be let
 * in, since the port is on the loopback address of people who also browse: a page that they look at could read and change the
 * whole store. Source: etcd 3.6 embed.accessController.
 */
final class AccessRules {
    private static final String NOT_FOR_PAGES =
            "etcd does not answer web pages: this request says with the header Origin that one has made it";

    private static final String NAME_IGNORED =
            "CommonName of client sending a request against gateway will be ignored and not used as expected";

    private final Engine engine;

    AccessRules(Engine engine) {
        this.engine = engine;
    }

    /** The answer to a request that does not get to its path; null for all others. */
    @Nullable
    Reply answer(RequestHead request) {
        if (request.field("Origin") != null) { // browsers name it with whatever may change something
            return Reply.error(403, NOT_FOR_PAGES);
        }
        if (request.tls() != null
                && Endpoints.isGateway(request)
                && engine.store().auth().enabled()
                && isNamed(request.tls())) {
            return Reply.error(400, NAME_IGNORED);
        }
        return request.method().equals("OPTIONS") ? new Reply(200, Map.of(), new byte[0]) : null;
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
