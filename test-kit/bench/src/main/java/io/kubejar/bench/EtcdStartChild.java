package io.kubejar.bench;

import io.etcd.jetcd.ByteSequence;
import io.kubejar.etcd.EtcdServer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A JVM of its own that starts an etcd and puts a key, or does nothing. */
final class EtcdStartChild {
    private EtcdStartChild() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (arguments[0].equals("put")) {
            EtcdServer etcd = EtcdServer.start();
            etcd.client()
                    .getKVClient()
                    .put(EtcdStore.bytes("first"), ByteSequence.from(new byte[16]))
                    .join();
            out.println("ready " + etcd.revision());
        } else {
            out.println("ready");
        }
        Child.awaitParent();
        Runtime.getRuntime().halt(0);
    }
}
