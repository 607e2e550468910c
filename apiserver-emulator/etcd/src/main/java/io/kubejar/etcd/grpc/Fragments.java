package io.kubejar.etcd.grpc;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchResponse;
import java.util.ArrayList;
import java.util.List;

/** Cuts large watch responses for clients that asked for it. Source: etcd 3.6 v3rpc.sendFragments. */
final class Fragments {
    private static final int MAX_BYTES = 2 * 1024 * 1024; // of a request, with upstream's allowance for gRPC
    private static final int FRAGMENT_FIELD = 7; // in WatchResponse; newer than the message class

    private static final UnknownFieldSet MORE = UnknownFieldSet.newBuilder()
            .addField(
                    FRAGMENT_FIELD,
                    UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    private Fragments() {}

    /** The response in parts; all but the last say that there is more. */
    static List<WatchResponse> of(WatchResponse whole) {
        return of(whole, MAX_BYTES);
    }

    static List<WatchResponse> of(WatchResponse whole, int maxBytes) {
        if (whole.getSerializedSize() < maxBytes || whole.getEventsCount() < 2) {
            return List.of(whole);
        }
        WatchResponse empty = whole.toBuilder().clearEvents().build();
        List<WatchResponse> parts = new ArrayList<>();
        WatchResponse.Builder part = empty.toBuilder();
        long size = 0;
        for (Event event : whole.getEventsList()) {
            if (part.getEventsCount() > 0 && size + event.getSerializedSize() >= maxBytes) {
                parts.add(part.setUnknownFields(MORE).build());
                part = empty.toBuilder();
                size = 0;
            }
            part.addEvents(event);
            size += event.getSerializedSize();
        }
        parts.add(part.build());
        return parts;
    }
}
