package io.kubejar.official;

import io.kubejar.server.exchange.AnswerBody;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.EventListener;

/** Bodies that are being read, by their calls: who cancels a call must not wait for it any longer. Thread-safe. */
final class OpenBodies extends EventListener {
    private final Map<Call, AnswerBody> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A body that its reader closes in the end. */
    void opened(Call call, AnswerBody body) throws IOException {
        open.put(call, body);
        if (closed || call.isCanceled()) {
            body.cancel();
        }
        require();
    }

    /** Throws when nothing can be asked any more. */
    void require() throws IOException {
        if (closed) {
            throw new IOException("the cluster is closed");
        }
    }

    void closed(Call call) {
        open.remove(call);
    }

    @Override
    public void canceled(Call call) {
        AnswerBody body = open.remove(call);
        if (body != null) {
            body.cancel();
        }
    }

    /** The cluster closes: who reads comes to the end. */
    void close() {
        closed = true;
        open.values().forEach(AnswerBody::cancel);
    }
}
