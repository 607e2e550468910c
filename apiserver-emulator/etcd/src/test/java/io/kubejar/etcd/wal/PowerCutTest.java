package io.kubejar.etcd.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.engine.Change;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Outcome;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.testing.SeededTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a write that the power was cut in, any sectors may be missing; of one that was acknowledged, none. */
class PowerCutTest {
    private static final int ROOM = 8192;

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private State state = State.empty();

    private WriteAheadLog open() {
        return WriteAheadLog.open(
                new WriteAheadLog.Settings(folder, false, Long.MAX_VALUE),
                loops.loop("snapshots"),
                loops.clock().now());
    }

    private Path file() {
        return folder.resolve("log-0000000000000001");
    }

    /** Writes so many changes at once. */
    private void write(WriteAheadLog log, int count, int size) {
        long last = 0;
        for (int i = 0; i < count; i++) {
            PutOp put = PutOp.of(Bytes.of("key-" + state.revision()), Bytes.of("x".repeat(size)));
            Outcome outcome = state.apply(put, lease -> true);
            state = outcome.next();
            last = log.append(new Change(outcome.events(), 0, 0, 0, -1, null, null), log.recovered());
        }
        log.sync(last);
    }

    /** The file with room behind it, and without some sectors as far as they lie behind what was there before. */
    private static byte[] without(byte[] whole, int before, int firstSector, long sectors) {
        byte[] cut = Arrays.copyOf(whole, whole.length + ROOM);
        for (int i = 0; i < Long.SIZE; i++) {
            int from = Math.max(before, (firstSector + i) * Records.SECTOR);
            int to = Math.min(whole.length, (firstSector + i + 1) * Records.SECTOR);
            if ((sectors >> i & 1) != 0 && from < to) {
                Arrays.fill(cut, from, to, (byte) 0);
            }
        }
        return cut;
    }

    private long revisionFoundAgain() {
        WriteAheadLog again = open();
        again.close();
        return again.recovered().state().revision();
    }

    @SeededTest(seeds = 20)
    void whateverIsMissingOfTheLastWriteTheRestIsThere(long seed) throws IOException {
        Chance chance = Chance.seeded(seed);
        WriteAheadLog log = open();
        write(log, 1, chance.below(700));
        int before = (int) Files.size(file());
        write(log, 1 + chance.below(8), 1 + chance.below(1500));
        log.close();
        byte[] whole = Files.readAllBytes(file());
        for (int round = 0; round < 40; round++) {
            long sectors = round < 20 ? 1L << round : chance.number();
            Files.write(file(), without(whole, before, before / Records.SECTOR, sectors));
            assertThat(revisionFoundAgain())
                    .as("without the sectors %x", sectors)
                    .isBetween(2L, state.revision());
        }
    }

    @Test
    void whatIsMissingBeforeALaterWriteIsDamage() throws IOException {
        WriteAheadLog log = open();
        write(log, 4, 1000);
        int before = (int) Files.size(file());
        write(log, 3, 300);
        log.close();
        byte[] whole = Files.readAllBytes(file());
        for (int sector = 1; (sector + 1) * Records.SECTOR <= before; sector++) {
            Files.write(file(), without(whole, 0, sector, 1));
            assertThatThrownBy(this::revisionFoundAgain)
                    .as("without the sector %s", sector)
                    .isInstanceOf(BadDataException.class);
        }
    }
}
