package io.kubejar.kubelet.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.node.LogOptions;
import io.kubejar.core.node.NodeAgent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogReaderTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final ContainerLog log = new ContainerLog();
    private final StringBuilder text = new StringBuilder();
    private final NodeAgent.LogSink sink = new NodeAgent.LogSink() {
        @Override
        public void write(byte[] piece) {
            text.append(new String(piece, StandardCharsets.UTF_8));
        }

        @Override
        public void end() {
            text.append("<end>");
        }
    };

    private String read(LogOptions options) {
        LogReader.open(log, options, sink);
        return text.toString();
    }

    private void three() {
        log.write(START, "one\n");
        log.write(START.plusSeconds(1), "two\n");
        log.write(START.plusSeconds(2), "three\n");
    }

    @Test
    void tail() {
        three();
        assertThat(read(new LogOptions(false, false, false, null, 2L, null))).isEqualTo("two\nthree\n<end>");
    }

    @Test
    void since() {
        three();
        assertThat(read(new LogOptions(false, false, false, START.plusSeconds(1), null, null)))
                .isEqualTo("two\nthree\n<end>");
    }

    @Test
    void limit() {
        three();
        assertThat(read(new LogOptions(false, false, false, null, null, 5L))).isEqualTo("one\nt<end>");
    }

    @Test
    void timestamps() {
        log.write(START, "one\n");
        assertThat(read(new LogOptions(false, false, true, null, null, null)))
                .isEqualTo("2026-11-21T10:00:00.000000000Z one\n<end>");
    }

    @Test
    void followingHearsWhatComesAndTheEnd() {
        log.write(START, "one\n");
        LogReader.open(log, new LogOptions(false, true, false, null, null, null), sink);
        log.write(START, "two\n");
        log.end();
        assertThat(text).hasToString("one\ntwo\n<end>");
    }

    @Test
    void closedFollowerHearsNothingMore() {
        LogReader reader = LogReader.open(log, new LogOptions(false, true, false, null, null, null), sink);
        log.write(START, "one\n");
        reader.close();
        reader.close();
        log.write(START, "two\n");
        log.end();
        assertThat(text).hasToString("one\n");
    }

    @Test
    void oldLinesAreForgotten() {
        for (int i = 0; i < 10_001; i++) {
            log.write(START, i + "\n");
        }
        assertThat(log.lines()).hasSize(10_000);
        assertThat(log.lines().get(0).text()).isEqualTo("1\n");
    }
}
