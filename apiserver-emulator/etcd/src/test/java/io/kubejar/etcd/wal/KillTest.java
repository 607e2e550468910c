package io.kubejar.etcd.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a JVM in the middle of its work, again and again on one data directory, and looks at what is there. The system
 * property {@code kubejar.kills} says how often.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("kubejar.kills", 5);
    private static final int MOST_LINES = 1500; // said before the kill

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final Chance chance = Chance.seeded(KILLS);

    /** What anybody has seen of a revision, in this life of the store or an earlier one. */
    private final TreeMap<Long, Set<String>> history = new TreeMap<>();

    private final Set<Long> leases = new HashSet<>();
    private final Set<Long> maybeRevoked = new HashSet<>();
    private final Set<Long> revoked = new HashSet<>();
    private long watched = 1;

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "what was acknowledged or seen is there after each kill, unchanged, and the watcher goes on without a gap")
    void nothingIsLost() throws Exception {
        int snapshots = 0;
        for (int round = 0; round < KILLS; round++) {
            // On a busy machine a snapshot may be late: the last kill waits for one if there was none.
            boolean waits = round == KILLS - 1 && snapshots == 0;
            List<String> lines = runAndKill(round, 1 + chance.below(MOST_LINES), waits);
            lines.forEach(this::take);
            WriteAheadLog log = WriteAheadLog.open(
                    WriteAheadLog.Settings.of(data(), false),
                    loops.loop("snapshots"),
                    loops.clock().now());
            log.close();
            check(round, log.recovered());
            snapshots += hasSnapshot() ? 1 : 0;
        }
        assertThat(history).hasSizeGreaterThan(20 * KILLS);
        assertThat(watched).isGreaterThan(20L * KILLS);
        assertThat(snapshots).isPositive();
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Whether a whole one is there. */
    private boolean hasSnapshot() throws IOException {
        try (Stream<Path> files = Files.list(data())) {
            return files.anyMatch(file -> file.getFileName().toString().matches("snapshot-[0-9a-f]+"));
        }
    }

    /** Gives what was said in whole lines. */
    private List<String> runAndKill(int round, int lines, boolean waits) throws IOException, InterruptedException {
        Path output = Files.createFile(folder.resolve("output-" + round));
        Path errors = folder.resolve("errors");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillVictim.class.getName(),
                        data().toString(),
                        output.toString(),
                        "" + round,
                        "" + (watched + 1))
                .redirectError(errors.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !victim.isAlive()
                            || (count(Files.readAllBytes(output)) >= lines && (!waits || hasSnapshot())));
        } finally {
            victim.destroyForcibly(); // SIGKILL
        }
        assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(victim.exitValue()).as(Files.readString(errors)).isEqualTo(128 + 9);
        String said = Files.readString(output);
        Files.delete(output);
        return said.substring(0, said.lastIndexOf('\n') + 1).lines().toList();
    }

    private static long count(byte[] bytes) {
        long lines = 0;
        for (byte one : bytes) {
            lines += one == '\n' ? 1 : 0;
        }
        return lines;
    }

    private void take(String line) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "done" -> seen(line.substring("done ".length()));
            case "event" -> {
                seen(line.substring("event ".length()));
                long revision = Long.parseLong(words[1]);
                assertThat(revision)
                        .as("what the watcher saw after %s", watched)
                        .isIn(watched, watched + 1);
                watched = revision;
            }
            case "granted" -> leases.add(Long.parseLong(words[1]));
            case "revoking" -> maybeRevoked.add(Long.parseLong(words[1]));
            case "revoked" -> revoked.add(Long.parseLong(words[1]));
            default -> assertThat(words[0]).isIn("begun", "compacted");
        }
    }

    /** Every revision of the victim's changes one key. */
    private void seen(String change) {
        long revision = Long.parseLong(change.substring(0, change.indexOf(' ')));
        Set<String> changes = history.computeIfAbsent(revision, key -> new TreeSet<>());
        changes.add(change);
        assertThat(changes).as("revision %s", revision).hasSize(1);
    }

    private void check(int round, Store store) {
        State state = store.state();
        long oldest = Math.max(2, state.compactRevision());
        assertThat(state.revision()).as("after kill %s", round).isGreaterThanOrEqualTo(lastSeen());
        for (long revision = oldest; revision <= state.revision(); revision++) {
            for (Event event : state.events(revision)) {
                seen(KillVictim.text(event));
            }
            assertThat(state.events(revision))
                    .as("revision %s after kill %s", revision, round)
                    .hasSize(1);
        }
        for (long lease : leases) {
            Lease found = store.leases().get(lease);
            if (revoked.contains(lease)) {
                assertThat(found).as("lease %s was revoked", lease).isNull();
            } else if (!maybeRevoked.contains(lease)) {
                assertThat(found).as("lease %s was granted", lease).isNotNull();
                assertThat(found.ttl()).isEqualTo(KillVictim.TTL);
                checkKeys(state, found);
            }
        }
    }

    private static void checkKeys(State state, Lease lease) {
        lease.keys().forEach(key -> assertThat(state.get(key)).isNotNull());
        String name = "leased-" + lease.id();
        boolean there = state.get(io.kubejar.etcd.mvcc.Bytes.of(name)) != null;
        assertThat(lease.keys().stream().map(Object::toString).toList())
                .isEqualTo(there ? Arrays.asList(name) : List.of());
    }

    private long lastSeen() {
        return history.isEmpty() ? 1 : history.lastKey();
    }
}
