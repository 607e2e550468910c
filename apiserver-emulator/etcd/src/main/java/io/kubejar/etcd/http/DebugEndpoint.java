package io.kubejar.etcd.http;

import io.kubejar.core.object.Json;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.proto.ToProto;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code /debug/vars}: a document of what Go's expvar publishes, as far as it is there. The arguments of the process are left
 * out: they are for whoever embeds this. Of Go's memory there is what a JVM can say too. Source: etcd 3.6 etcdhttp/debug.go,
 * etcdserver/raft.go and server.go, raft's Status.MarshalJSON, and expvar of Go.
 */
final class DebugEndpoint {
    private static final String TYPE = "application/json; charset=utf-8";
    private static final String MEMBER = Json.quote(Long.toHexString(ToProto.MEMBER_ID));

    private final Engine engine;

    private DebugEndpoint(Engine engine) {
        this.engine = engine;
    }

    static Endpoint create(Engine engine) {
        return Endpoint.get(new DebugEndpoint(engine)::answer);
    }

    private Reply answer(RequestHead request) {
        SortedMap<String, String> all = new TreeMap<>();
        String command = ProcessHandle.current().info().command().orElse("");
        all.put("cmdline", "[" + Json.quote(command) + "]");
        OptionalLong files = ProcessFigures.maxFiles();
        if (files.isPresent()) {
            all.put("file_descriptor_limit", Long.toString(files.getAsLong()));
        }
        all.put("memstats", memory(Runtime.getRuntime()));
        all.put("raft.status", raft(engine.revision()));
        StringBuilder document = new StringBuilder();
        all.forEach((name, value) -> document.append(document.isEmpty() ? "{\n" : ",\n")
                .append(Json.quote(name))
                .append(": ")
                .append(value));
        return Reply.ok(TYPE, document.append("\n}\n").toString());
    }

    private static String memory(Runtime runtime) {
        long reserved = runtime.totalMemory();
        long used = reserved - runtime.freeMemory();
        return "{\"Alloc\":" + used + ",\"Sys\":" + reserved + ",\"HeapAlloc\":" + used + ",\"HeapSys\":" + reserved
                + ",\"HeapIdle\":" + (reserved - used) + ",\"HeapInuse\":" + used + "}";
    }

    /** Of a lone member, whose every change has been agreed on and made. */
    private static String raft(long index) {
        return "{\"id\":" + MEMBER + ",\"term\":" + ToProto.RAFT_TERM + ",\"vote\":" + MEMBER + ",\"commit\":" + index
                + ",\"lead\":" + MEMBER + ",\"raftState\":\"StateLeader\",\"applied\":" + index + ",\"progress\":{"
                + MEMBER
                + ":{\"match\":" + index + ",\"next\":" + (index + 1)
                + ",\"state\":\"StateReplicate\"}},\"leadtransferee\":\"0\"}";
    }
}
