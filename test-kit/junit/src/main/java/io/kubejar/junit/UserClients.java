package io.kubejar.junit;

import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;

/**
 * The clients of the user's own class path, reached by reflection: compiling against them would tie users to versions, and
 * would load them where nobody asks.
 */
final class UserClients {
    private static final String FABRIC8 = "io.fabric8.kubernetes.client.KubernetesClient";
    private static final String OFFICIAL = "io.kubernetes.client.openapi.ApiClient";
    private static final Set<String> KNOWN = Set.of(FABRIC8, OFFICIAL);

    private UserClients() {}

    /** Whether a client of this type can be made. */
    static boolean knows(Class<?> type) {
        return KNOWN.contains(type.getName());
    }

    /** A client of the type, which {@link #knows} must have accepted. */
    static Object make(Class<?> type, String kubeconfig) {
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

    private static Object fabric8(ClassLoader loader, String kubeconfig) throws ReflectiveOperationException {
        Class<?> configs = Class.forName("io.fabric8.kubernetes.client.Config", true, loader);
        Class<?> builders = Class.forName("io.fabric8.kubernetes.client.KubernetesClientBuilder", true, loader);
        Object config = configs.getMethod("fromKubeconfig", String.class).invoke(null, kubeconfig);
        Object builder = builders.getConstructor().newInstance();
        builders.getMethod("withConfig", configs).invoke(builder, config);
        return builders.getMethod("build").invoke(builder);
    }

    private static Object official(ClassLoader loader, String kubeconfig) throws ReflectiveOperationException {
        Class<?> configs = Class.forName("io.kubernetes.client.util.Config", true, loader);
        return configs.getMethod("fromConfig", Reader.class).invoke(null, new StringReader(kubeconfig));
    }
}
