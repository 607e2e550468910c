package io.kubejar.etcd.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevisionLogTest {
    private static final Bytes KEY = Bytes.of("k");

    private static List<Event> events(long revision) {
        return List.of(new Event(new KeyValue(KEY, Bytes.EMPTY, revision, revision, 1, 0), null));
    }

    @ParameterizedTest(name = "from {0} on, {1} revisions, cut at {2}")
    @CsvSource({
        "0, 10, 5",
        "1, 100, 33",
        "31, 40, 32",
        "31, 3000, 2000",
        "32, 5000, 5031",
        "999999, 2000, 1000500",
        "5, 40000, 31000"
    })
    void knowsWhatEachRevisionDid(long start, int count, long cut) {
        RevisionLog log = RevisionLog.after(start);
        for (long r = start + 1; r <= start + count; r++) {
            log = log.append(events(r));
        }
        RevisionLog rest = log.from(cut);
        for (long r = start - 40; r <= start + count + 40; r++) {
            boolean there = r > start && r <= start + count;
            assertThat(log.at(r)).as("revision %s", r).isEqualTo(there ? events(r) : List.of());
            assertThat(rest.at(r)).as("revision %s", r).isEqualTo(there && r >= cut ? events(r) : List.of());
        }
        assertThat(rest.append(events(rest.last() + 1)).at(start + count + 1)).isEqualTo(events(start + count + 1));
    }
}
