package io.kubejar.etcd.junit;

import io.etcd.jetcd.Client;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.auth.Password;
import java.lang.reflect.Constructor;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What {@link EtcdTest} does. A context, of a class or of a test, has its own server from when it first asks for one: a
 * fork of that of the context around it, if that one has one.
 */
final class EtcdTestExtension implements ParameterResolver, AfterEachCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(EtcdTestExtension.class);
    private static final String SERVER = "server";
    private static final Set<Class<?>> GIVEN = Set.of(Client.class, EtcdServer.class);

    /** A server, and the context that closes it. */
    private record Owned(EtcdServer server, String owner) {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return GIVEN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getDeclaringExecutable() instanceof Constructor<?>) {
            throw new ParameterResolutionException(
                    "each test has its own etcd, which is given to methods and not to constructors");
        }
        EtcdServer server = server(context);
        return parameter.getParameter().getType() == EtcdServer.class ? server : server.client();
    }

    private static EtcdServer server(ExtensionContext context) {
        String owner = context.getUniqueId();
        // A store sees those around it.
        Owned found = context.getStore(NAMESPACE).get(SERVER, Owned.class);
        if (found != null && found.owner().equals(owner)) {
            return found.server();
        }
        EtcdServer own = found == null
                ? EtcdServer.builder().bcryptCost(Password.MIN_COST).start()
                : found.server().fork();
        context.getStore(NAMESPACE).put(SERVER, new Owned(own, owner));
        return own;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close(context);
    }

    private static void close(ExtensionContext context) {
        // Removes only what the context itself has stored.
        if (context.getStore(NAMESPACE).remove(SERVER) instanceof Owned own) {
            own.server().close();
        }
    }
}
