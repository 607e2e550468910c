package io.kubejar.etcd.model;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.etcd.jetcd.api.ResponseHeader;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request, fit to be compared: of the header only the revision is left.
 *
 * @param message null for a refusal
 * @param code gRPC's name of the refusal's code; "" for none
 * @param text the refusal's words; "" for none
 */
public record Answer(@Nullable Message message, String code, String text) {
    /** A refusal. */
    public static Answer refused(String code, String text) {
        return new Answer(null, code, text);
    }

    /** A response. */
    public static Answer of(Message response) {
        FieldDescriptor field = response.getDescriptorForType().findFieldByName("header");
        ResponseHeader header = (ResponseHeader) response.getField(field);
        Message bare = response.toBuilder()
                .setField(
                        field,
                        ResponseHeader.newBuilder()
                                .setRevision(header.getRevision())
                                .build())
                .build();
        return new Answer(bare, "", "");
    }

    /** True for a refusal. */
    public boolean isRefusal() {
        return message == null;
    }

    @Override
    public String toString() {
        return message == null ? code + " " + text : "{" + text(message) + "}";
    }

    /** A message in one line. */
    public static String text(Message message) {
        return TextFormat.printer().emittingSingleLine(true).printToString(message);
    }
}
