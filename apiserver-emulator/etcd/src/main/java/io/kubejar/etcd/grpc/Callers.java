package io.kubejar.etcd.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.kubejar.etcd.access.Authenticator;
import io.kubejar.etcd.access.Caller;
import java.security.Principal;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who makes a call: whoever has the token in its head, else the common name of the client's certificate. Source:
 * etcd 3.6 EtcdServer.AuthInfoFromCtx and authStore.AuthInfoFromTLS.
 */
final class Callers implements ServerInterceptor {
    private static final Context.Key<Caller> CALLER = Context.keyWithDefault("etcd caller", Caller.NOBODY);
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "Bearer ";

    private final Authenticator authenticator;

    Callers(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Who makes the call that the thread is at. */
    static Caller current() {
        return CALLER.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller(call, headers)), call, headers, next);
    }

    private Caller caller(ServerCall<?, ?> call, Metadata headers) {
        String token = headers.get(TOKEN);
        if (token == null) {
            token = headers.get(AUTHORIZATION);
        }
        if (token != null) {
            return authenticator.token(token.startsWith(BEARER) ? token.substring(BEARER.length()) : token);
        }
        String commonName = commonName(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        return commonName == null ? Caller.NOBODY : () -> commonName;
    }

    /** Of the client's certificate, empty when it has none; null when there is no certificate. */
    private static @Nullable String commonName(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            Principal subject = session.getPeerPrincipal();
            for (Rdn part : new LdapName(subject.getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString();
                }
            }
            return "";
        } catch (SSLPeerUnverifiedException e) {
            return null;
        } catch (InvalidNameException e) {
            throw new IllegalStateException("a certificate has a subject that is no name", e);
        }
    }
}
