package io.kubejar.server.spdy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Adler32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    /** What kubectl sends for one forwarded connection and a little more. */
    private static final List<Frame> CONVERSATION = List.of(
            new Frame.SynStream(1, false, Map.of("streamtype", "error", "port", "8080", "requestid", "0")),
            new Frame.Data(1, true, new byte[0]),
            new Frame.SynStream(3, true, Map.of("streamtype", "data", "port", "8080", "requestid", "0")),
            new Frame.SynReply(3, false, Map.of()),
            new Frame.Ping(1),
            new Frame.Data(3, false, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8)),
            new Frame.RstStream(3, Frame.CANCEL),
            new Frame.GoAway(0, 0));

    private static byte[] written(List<Frame> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FrameWriter writer = new FrameWriter()) {
            frames.forEach(frame -> out.writeBytes(writer.bytes(frame)));
        }
        return out.toByteArray();
    }

    /** The frames in pieces of this size; data that came in several pieces is put together again. */
    private static List<String> read(byte[] bytes, int size) throws SpdyException {
        Map<String, String> data = new LinkedHashMap<>();
        List<String> out = new ArrayList<>();
        try (FrameReader reader = new FrameReader()) {
            for (int at = 0; at < bytes.length; at += size) {
                reader.read(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)), frame -> {
                    if (frame instanceof Frame.Data piece) {
                        String text = new String(piece.bytes(), StandardCharsets.UTF_8);
                        data.merge("data " + piece.stream(), text + (piece.fin() ? "|" : ""), String::concat);
                    } else {
                        out.add(frame.toString());
                    }
                });
            }
        }
        data.forEach((stream, text) -> out.add(stream + ": " + text));
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 64, 10_000})
    void framesAreTheSameHoweverTheyAreCut(int size) throws SpdyException {
        List<String> expected = new ArrayList<>();
        CONVERSATION.stream().filter(f -> !(f instanceof Frame.Data)).forEach(f -> expected.add(f.toString()));
        expected.add("data 1: |");
        expected.add("data 3: GET / HTTP/1.1\r\n\r\n");
        assertThat(read(written(CONVERSATION), size).stream().map(FramesTest::sorted))
                .containsExactlyElementsOf(
                        expected.stream().map(FramesTest::sorted).toList());
    }

    /** Maps of one content may be written in any order. */
    private static String sorted(String frame) {
        char[] letters = frame.toCharArray();
        Arrays.sort(letters);
        return new String(letters);
    }

    @Test
    void dictionaryIsThatOfTheSpecification() {
        Adler32 sum = new Adler32();
        sum.update(Dictionary.BYTES);
        assertThat(Dictionary.BYTES).hasSize(1423);
        assertThat(sum.getValue()).isEqualTo(0xe3c6a7c2L);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
                    80020006 00000004 00000001          | SPDY version 2 is not spoken here          | another version
                    80030001 00ffffff                   | a control frame of 16777215 bytes is too large | too large
                    80030003 00000004 00000001          | a control frame ends too early             | a short reset
                    80030006 00000000                   | a control frame ends too early             | an empty ping
                    80030001 00000004 00000001          | a control frame ends too early             | a short opening
                    80030002 00000008 00000001 ffffffff | a header block cannot be unpacked          | no zlib
                    80030002 00000004 00000001          | a header block ends too early              | no header block
                    """)
    void brokenFramesAreRefused(String hex, String why, String what) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        try (FrameReader reader = new FrameReader()) {
            assertThatThrownBy(() -> reader.read(bytes, frame -> {})).hasMessage(why);
        }
    }

    @ParameterizedTest
    @CsvSource({"80030004 00000004 00000000, 4", "80030009 00000008 00000001 00000010, 9", "8003000b 00000000, 11"})
    void settingsAndWindowsHaveNoMeaning(String hex, int type) throws SpdyException {
        List<Frame> frames = new ArrayList<>();
        try (FrameReader reader = new FrameReader()) {
            reader.read(HexFormat.of().parseHex(hex.replace(" ", "")), frames::add);
        }
        assertThat(frames).containsExactly(new Frame.Other(type));
    }

    @Test
    void blockThatUnpacksToTooMuchIsRefused() {
        Map<String, String> bomb = Map.of("name", "x".repeat(70_000));
        byte[] bytes = written(List.of(new Frame.SynStream(1, false, bomb)));
        assertThat(bytes.length).isLessThan(1000);
        try (FrameReader reader = new FrameReader()) {
            assertThatThrownBy(() -> reader.read(bytes, frame -> {}))
                    .hasMessage("a header block is larger than 65536 bytes");
        }
    }

    @Test
    void nothingIsHandedOnAfterTheEnd() throws SpdyException {
        List<Frame> seen = new ArrayList<>();
        FrameReader reader = new FrameReader();
        reader.read(written(CONVERSATION), frame -> {
            seen.add(frame);
            reader.close();
        });
        assertThat(seen).hasSize(1);
    }
}
