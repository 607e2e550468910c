package io.kubejar.bench;

import io.kubejar.cluster.KubeCluster;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM of its own: with a cluster, over HTTPS or in process only, or with nothing in it. */
final class ServeChild {
    private ServeChild() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        switch (arguments[0]) {
            case "nothing" -> out.println("ready");
            case "in-process" -> {
                KubeCluster cluster = KubeCluster.builder().nodes(1).start();
                Nodes.awaitReady(cluster.client());
                out.println("ready");
            }
            default -> {
                KubeCluster cluster = KubeCluster.builder().nodes(1).port(0).start();
                Files.writeString(Path.of(arguments[0]), cluster.kubeconfig());
                out.println("ready");
            }
        }
        Child.awaitParent();
        Runtime.getRuntime().halt(0);
    }
}
