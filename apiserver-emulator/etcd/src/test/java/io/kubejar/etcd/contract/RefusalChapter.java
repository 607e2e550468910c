package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.model.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is refused, and with which words. */
abstract class RefusalChapter extends Chapter {
    private static final int TOO_LARGE_FOR_GRPC = 3 * 1024 * 1024;

    private Stream<DynamicTest> tests(List<RefusalTable.Row> rows) {
        return rows.stream()
                .filter(row -> !row.allFields() || door().abilities().contains(Door.Ability.ALL_FIELDS))
                .filter(row -> row.except() == null || !setup().has(row.except()))
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    Answer answer = row.ask().apply(door());
                    assertThat(answer.isRefusal() ? answer.code() : "OK").isEqualTo(row.code());
                    assertThat(answer.text()).isEqualTo(row.text());
                }));
    }

    @TestFactory
    Stream<DynamicTest> requestsWithoutAKey() {
        return tests(RefusalTable.requestsWithoutAKey());
    }

    @TestFactory
    Stream<DynamicTest> tooManyOperations() {
        return tests(RefusalTable.tooManyOperations());
    }

    @TestFactory
    Stream<DynamicTest> keysThatARevisionWouldWriteTwice() {
        return tests(RefusalTable.keysThatARevisionWouldWriteTwice());
    }

    @TestFactory
    Stream<DynamicTest> optionsThatAreNone() {
        return tests(RefusalTable.optionsThatAreNone());
    }

    @TestFactory
    Stream<DynamicTest> whatIsToBeKeptAndIsGiven() {
        return tests(RefusalTable.whatIsToBeKeptAndIsGiven());
    }

    @TestFactory
    Stream<DynamicTest> leases() {
        return tests(RefusalTable.leases());
    }

    @TestFactory
    Stream<DynamicTest> revisions() {
        long compacted = put("k", "1");
        put("k", "2");
        long now = put("k", "3");
        get(kv().compact(compacted + 1));
        return tests(RefusalTable.revisions(compacted, now));
    }

    @TestFactory
    Stream<DynamicTest> sizes() {
        return tests(RefusalTable.sizes());
    }

    /** What gRPC itself does not take is refused in the words of its library, which differ. */
    @Test
    void messagesThatAreTooLargeForGrpc() {
        Answer answer = door().call(RefusalTable.putOf("k", TOO_LARGE_FOR_GRPC));
        boolean wire = door().abilities().contains(Door.Ability.ALL_FIELDS);
        assertThat(answer.code()).isEqualTo(wire ? "RESOURCE_EXHAUSTED" : "INVALID_ARGUMENT");
    }
}
