package io.kubejar.junit;

import io.kubejar.cluster.ClusterHttp;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * The clients of the user's own class path, reached by reflection: compiling against them would tie users to versions, and
 * would load them where nobody asks.
 */
final class UserClients {
    private static final String FABRIC8 = "io.fabric8.kubernetes.client.KubernetesClient";
    private static final String OFFICIAL = "io.kubernetes.client.openapi.ApiClient";
    private static final Set<String> KNOWN = Set.of(FABRIC8, OFFICIAL);

    /** A client, and what closes it. */
    record Made(Object client, AutoCloseable closing) {}

    private UserClients() {}

    /** Whether a client of this type can be made. */
    static boolean knows(Class<?> type) {
        return KNOWN.contains(type.getName());
    }

    /** A client of the type, which {@link #knows} must have accepted. */
    static Made make(Class<?> type, String kubeconfig) {
        ClassLoader loader = type.getClassLoader();
        try {
            return type.getName().equals(FABRIC8) ? fabric8(loader, kubeconfig) : official(loader, kubeconfig);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the client " + type.getName() + " does not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this version of " + type.getName() + " is not known; make one from KubeCluster.kubeconfig()", e);
        }
    }

    /**
     * A client of the type, which {@link #knows} must have accepted, without sockets: from the adapter for it.
     *
     * @throws IllegalStateException when the adapter is not on the class path
     */
    static Made inProcess(Class<?> type, ClusterHttp http) {
        boolean fabric8 = type.getName().equals(FABRIC8);
        String adapter = fabric8 ? "io.kubejar.fabric8.Fabric8" : "io.kubejar.official.OfficialClient";
        try {
            Class<?> found = Class.forName(adapter, true, UserClients.class.getClassLoader());
            Object client = found.getMethod("client", ClusterHttp.class).invoke(null, http);
            return new Made(client, client instanceof AutoCloseable closing ? closing : () -> {});
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "a seeded cluster does not listen: its clients have no sockets, and come from "
                            + (fabric8 ? "kubejar-fabric8" : "kubejar-official")
                            + ", which is not on the class path",
                    e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the client " + type.getName() + " does not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of " + adapter + " is not known", e);
        }
    }

    private static Made fabric8(ClassLoader loader, String kubeconfig) throws ReflectiveOperationException {
        Class<?> configs = Class.forName("io.fabric8.kubernetes.client.Config", true, loader);
        Class<?> builders = Class.forName("io.fabric8.kubernetes.client.KubernetesClientBuilder", true, loader);
        Object config = configs.getMethod("fromKubeconfig", String.class).invoke(null, kubeconfig);
        Object builder = builders.getConstructor().newInstance();
        builders.getMethod("withConfig", configs).invoke(builder, config);
        Object client = builders.getMethod("build").invoke(builder);
        return new Made(client, (AutoCloseable) client);
    }

    private static Made official(ClassLoader loader, String kubeconfig) throws ReflectiveOperationException {
        Class<?> configs = Class.forName("io.kubernetes.client.util.Config", true, loader);
        Object client = configs.getMethod("fromConfig", Reader.class).invoke(null, new StringReader(kubeconfig));
        return new Made(client, () -> closeOkHttp(client));
    }

    /** This client has nothing to close itself with; what holds threads and connections is the OkHttp client in it. */
    private static void closeOkHttp(Object client) throws ReflectiveOperationException {
        Object http = client.getClass().getMethod("getHttpClient").invoke(client);
        Object dispatcher = http.getClass().getMethod("dispatcher").invoke(http);
        dispatcher.getClass().getMethod("cancelAll").invoke(dispatcher);
        Object executor = dispatcher.getClass().getMethod("executorService").invoke(dispatcher);
        ((ExecutorService) executor).shutdown();
        Object connections = http.getClass().getMethod("connectionPool").invoke(http);
        connections.getClass().getMethod("evictAll").invoke(connections);
    }
}
