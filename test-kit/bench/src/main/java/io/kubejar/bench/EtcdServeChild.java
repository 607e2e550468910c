package io.kubejar.bench;

import io.kubejar.etcd.EtcdServer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A JVM of its own with an etcd that others reach over gRPC. Arguments: data directory, whether it waits for the disk. */
final class EtcdServeChild {
    private EtcdServeChild() {}

    public static void main(String[] arguments) throws Exception {
        EtcdServer etcd = EtcdServer.builder()
                .grpcPort(0)
                .dataDir(Path.of(arguments[0]))
                .fsync(Boolean.parseBoolean(arguments[1]))
                .start();
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println("port " + etcd.grpcPort());
        Child.awaitParent();
        etcd.close();
        Runtime.getRuntime().halt(0);
    }
}
