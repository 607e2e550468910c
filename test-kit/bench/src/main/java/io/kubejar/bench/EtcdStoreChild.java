package io.kubejar.bench;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.kubejar.etcd.EtcdServer;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** A JVM of its own with an etcd that holds many keys. */
final class EtcdStoreChild {
    private EtcdStoreChild() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int keys = Integer.parseInt(arguments[0]);
        long before = used();
        EtcdServer etcd = EtcdServer.start();
        KV kv = etcd.client().getKVClient();
        for (int i = 0; i < keys; i++) {
            byte[] value = new byte[1024];
            value[0] = (byte) i;
            kv.put(
                            EtcdStore.bytes(String.format("/registry/configmaps/ns-%03d/key-%07d", i % 500, i)),
                            ByteSequence.from(value))
                    .join();
        }
        out.println("heap " + ((used() - before) >> 20));
        Child.awaitParent();
        etcd.close();
        Runtime.getRuntime().halt(0);
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
