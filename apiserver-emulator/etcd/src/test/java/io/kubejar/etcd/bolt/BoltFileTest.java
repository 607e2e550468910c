package io.kubejar.etcd.bolt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.testing.SeededTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BoltFileTest {
    @TempDir
    Path folder;

    private Path write(Map<String, TreeMap<byte[], byte[]>> buckets) throws IOException {
        Path file = folder.resolve("file");
        try (BoltWriter writer = new BoltWriter(file)) {
            for (var bucket : buckets.entrySet()) {
                writer.bucket(bucket.getKey(), entries -> {
                    for (var entry : bucket.getValue().entrySet()) {
                        entries.put(entry.getKey(), entry.getValue());
                    }
                });
            }
            writer.finish();
        }
        return file;
    }

    private static List<String> scan(Path file, String bucket) throws IOException {
        List<String> seen = new ArrayList<>();
        try (BoltReader reader = new BoltReader(file)) {
            reader.scan(bucket, (key, value) -> seen.add(text(key, value)));
        }
        return seen;
    }

    private static String text(byte[] key, byte[] value) {
        return Arrays.toString(key) + " = " + Arrays.hashCode(value) + " of " + value.length;
    }

    private static TreeMap<byte[], byte[]> random(Chance chance, int count, int longest) {
        TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        for (int i = 0; i < count; i++) {
            entries.put(chance.bytes(1 + chance.below(40)), chance.bytes(chance.below(longest)));
        }
        return entries;
    }

    @SeededTest(seeds = 10)
    void whatWasWrittenIsRead(long seed) throws IOException {
        Chance chance = Chance.seeded(seed);
        Map<String, TreeMap<byte[], byte[]>> buckets = new TreeMap<>();
        buckets.put("none", random(chance, 0, 1));
        buckets.put("one", random(chance, 1, 10));
        buckets.put("large", random(chance, 1 + chance.below(20), 50_000));
        buckets.put("many", random(chance, chance.below(20_000), 30));
        Path file = write(buckets);
        assertThat(Files.size(file) % PageFile.PAGE).isZero();
        for (var bucket : buckets.entrySet()) {
            List<String> expected = bucket.getValue().entrySet().stream()
                    .map(entry -> text(entry.getKey(), entry.getValue()))
                    .toList();
            assertThat(scan(file, bucket.getKey())).as(bucket.getKey()).isEqualTo(expected);
        }
        assertThat(scan(file, "unknown")).isEmpty();
    }

    @Test
    @DisplayName("a damaged file is refused or read, but is no fault")
    void aDamagedFileIsRefused() throws IOException {
        Chance chance = Chance.seeded(3);
        Path file = write(Map.of("b", random(chance, 600, 40)));
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = whole.clone();
            damaged[chance.below(damaged.length)] ^= (byte) (1 << chance.below(8));
            Files.write(file, damaged);
            try {
                scan(file, "b");
            } catch (DamagedFileException e) {
                assertThat(e).hasMessageStartingWith(file + ": ");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    @DisplayName("one of the two meta pages is enough")
    void oneMetaPageIsEnough() throws IOException {
        Path file = write(Map.of("b", random(Chance.seeded(3), 10, 40)));
        List<String> expected = scan(file, "b");
        byte[] whole = Files.readAllBytes(file);
        for (int page = 0; page < 2; page++) {
            byte[] damaged = whole.clone();
            damaged[page * PageFile.PAGE + Format.PAGE_HEAD + 20] ^= 1;
            Files.write(file, damaged);
            assertThat(scan(file, "b")).isEqualTo(expected);
        }
        byte[] none = whole.clone();
        none[Format.PAGE_HEAD] ^= 1;
        none[PageFile.PAGE + Format.PAGE_HEAD] ^= 1;
        Files.write(file, none);
        assertThatThrownBy(() -> scan(file, "b"))
                .isInstanceOf(DamagedFileException.class)
                .hasMessage(file + ": it is no bbolt file, or its beginning is damaged");
    }

    @Test
    @Timeout(60)
    @DisplayName("pages that are referred to more than once are not followed for ever")
    void aCircleIsRefused() throws IOException {
        Path file = write(Map.of("b", random(Chance.seeded(3), 600, 40)));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int circles = 0;
        for (int page = 0; page < bytes.limit(); page += PageFile.PAGE) {
            if (bytes.getShort(page + 8) == Format.BRANCH && bytes.getLong(page) == page / PageFile.PAGE) {
                for (int i = 0; i < bytes.getShort(page + 10); i++) {
                    bytes.putLong(page + Format.PAGE_HEAD + i * Format.BRANCH_ELEMENT + 8, page / PageFile.PAGE);
                    circles++;
                }
            }
        }
        assertThat(circles).isGreaterThan(1);
        Files.write(file, bytes.array());
        assertThatThrownBy(() -> scan(file, "b"))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("more than once");
    }

    @Test
    void aPageFarBehindTheEndIsRefused() throws IOException {
        Path file = write(Map.of("b", random(Chance.seeded(3), 10, 40)));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        for (int meta = Format.PAGE_HEAD; meta < 2 * PageFile.PAGE; meta += PageFile.PAGE) {
            bytes.putLong(meta + 16, Long.MAX_VALUE / 2); // the root
            bytes.putLong(meta + 40, Long.MAX_VALUE); // how many pages there are
            bytes.putLong(meta + Format.META_CHECKED, Format.checksum(bytes.array(), meta, Format.META_CHECKED));
        }
        Files.write(file, bytes.array());
        assertThatThrownBy(() -> scan(file, "b"))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("that it does not have");
    }

    @Test
    void somethingElseIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("text"), "no database".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> scan(file, "b")).isInstanceOf(DamagedFileException.class);
    }
}
