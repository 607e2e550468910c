package io.kubejar.server.storage;

import io.kubejar.server.pki.KeyKeeper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys of a cluster in its etcd, where every server of it finds them. They are beside {@code /registry} and not in it: no
 * API leads there. Who can read the etcd can read them, as he can read every Secret.
 */
public final class KeysInEtcd implements KeyKeeper {
    /** Below which key they lie, each under the name that its file would have. */
    public static final String PREFIX = "/kubejar/pki/";

    private final Etcd etcd;

    /** Of the cluster whose store this is. */
    public KeysInEtcd(Etcd etcd) {
        this.etcd = etcd;
    }

    @Override
    public Map<String, String> read() {
        Map<String, String> out = new LinkedHashMap<>();
        etcd.list(PREFIX)
                .getKvs()
                .forEach(kv -> out.put(
                        kv.getKey().toString(StandardCharsets.UTF_8).substring(PREFIX.length()),
                        kv.getValue().toString(StandardCharsets.UTF_8)));
        return out;
    }

    @Override
    public Map<String, String> keep(Map<String, String> fresh) {
        Map<String, String> byKey = new LinkedHashMap<>();
        fresh.forEach((name, text) -> byKey.put(PREFIX + name, text));
        return etcd.createAll(byKey) ? fresh : read();
    }
}
