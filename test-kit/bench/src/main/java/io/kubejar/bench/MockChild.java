package io.kubejar.bench;

import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;

/** A JVM with the fabric8 mock server in CRUD mode. Its libraries are not kubejar's, so this reaches it by name only. */
final class MockChild {
    private static final String MOCK = "io.fabric8.kubernetes.client.server.mock.";
    private static final String WEB = "io.fabric8.mockwebserver.";

    private MockChild() {}

    public static void main(String[] arguments) throws Exception {
        Class<?> type = Class.forName(MOCK + "KubernetesMockServer");
        Constructor<?> constructor = Arrays.stream(type.getConstructors())
                .filter(one -> one.getParameterCount() == 5)
                .findFirst()
                .orElseThrow();
        Object server = constructor.newInstance(
                create(WEB + "Context"),
                create(WEB + "MockWebServer"),
                new HashMap<>(),
                create(MOCK + "KubernetesCrudDispatcher"),
                true);
        type.getMethod("init").invoke(server);
        Object url = type.getMethod("url", String.class).invoke(server, "/");
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println("ready " + url);
        Child.awaitParent();
        Runtime.getRuntime().halt(0);
    }

    private static Object create(String type) throws ReflectiveOperationException {
        return Class.forName(type).getConstructor().newInstance();
    }
}
