package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.FieldSelector;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventFormTest {
    private static final EventForm FORM = new EventForm();
    private static final ObjectNode STORED = (ObjectNode) Json.parse("""
            {"kind":"Event","apiVersion":"v1","metadata":{"name":"a","namespace":"n"},
             "involvedObject":{"kind":"Pod","namespace":"n","name":"p"},"reason":"R","message":"m",
             "source":{"component":"c"},"firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":null,"count":3,
             "type":"Normal","eventTime":null,"reportingComponent":"rc","reportingInstance":"ri"}
            """);

    @Test
    void everyFieldFindsItsName() {
        assertThat(FORM.fromStored(STORED)).isEqualTo(Json.parse("""
                {"kind":"Event","apiVersion":"events.k8s.io/v1","metadata":{"name":"a","namespace":"n"},"eventTime":null,
                 "reportingController":"rc","reportingInstance":"ri","reason":"R",
                 "regarding":{"kind":"Pod","namespace":"n","name":"p"},"note":"m","type":"Normal",
                 "deprecatedSource":{"component":"c"},"deprecatedFirstTimestamp":"2026-01-01T00:00:00Z",
                 "deprecatedLastTimestamp":null,"deprecatedCount":3}
                """));
        assertThat(FORM.toStored(FORM.fromStored(STORED))).isEqualTo(STORED);
    }

    @Test
    void selectorsLookAtTheStoredForm() {
        var def = EventsV1Kind.def();
        assertThat(FieldSelector.parse("regarding.name=p,reportingController=rc")
                        .matches(STORED, def))
                .isTrue();
        assertThat(FieldSelector.parse("regarding.kind=Node").matches(STORED, def))
                .isFalse();
    }

    @Test
    void columnsAreTheSame() {
        ObjectNode served = FORM.fromStored(STORED);
        Instant now = Instant.parse("2026-01-01T00:01:00Z");
        var columns = EventsV1Kind.def().columns();
        for (int i = 0; i < columns.size(); i++) {
            assertThat(columns.get(i).cell().of(served, now))
                    .isEqualTo(EventKind.def().columns().get(i).cell().of(STORED, now));
        }
    }
}
