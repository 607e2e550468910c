package io.kubejar.etcd.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Status;
import io.kubejar.etcd.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as grpc-gateway 2.26 writes them: runtime.ForwardResponseMessage and DefaultHTTPErrorHandler. */
final class Replies {
    private static final String JSON = "application/json";

    /** Of an answer that a gRPC server has made, whose own header fields come with this prefix. */
    static final Map<String, String> GOOD =
            Map.of(Reply.CONTENT_TYPE, JSON, "Grpc-Metadata-Content-Type", "application/grpc");

    /** Of an answer that none has made. */
    static final Map<String, String> BAD = Map.of(Reply.CONTENT_TYPE, JSON);

    private Replies() {}

    static Reply good(String json) {
        return new Reply(200, GOOD, json.getBytes(UTF_8));
    }

    static Reply bad(Status status) {
        Map<String, String> fields = new LinkedHashMap<>(BAD);
        if (status.getCode() == Status.Code.UNAUTHENTICATED) {
            fields.put("WWW-Authenticate", text(status.getDescription()));
        }
        return new Reply(HttpCodes.of(status.getCode()), fields, error(status).getBytes(UTF_8));
    }

    /** {@code google.rpc.Status}, which etcd never adds details to. */
    static String error(Status status) {
        String message = text(status.getDescription());
        return "{\"code\":" + status.getCode().value() + (message.isEmpty() ? "" : ",\"message\":" + ToJson.of(message))
                + "}";
    }

    private static String text(@Nullable String description) {
        return description == null ? "" : description;
    }
}
