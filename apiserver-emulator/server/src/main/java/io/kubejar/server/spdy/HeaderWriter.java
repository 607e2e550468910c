package io.kubejar.server.spdy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;

/** Writes the header blocks of one direction of a connection, in their order: they are one compressed stream. */
final class HeaderWriter implements AutoCloseable {
    private static final int CHUNK_BYTES = 256;

    private final Deflater deflater = new Deflater();

    HeaderWriter() {
        deflater.setDictionary(Dictionary.BYTES);
    }

    byte[] write(Map<String, String> fields) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        number(plain, fields.size());
        fields.forEach((name, value) -> {
            text(plain, name);
            text(plain, value);
        });
        deflater.setInput(plain.toByteArray());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        int bytes;
        do {
            bytes = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            out.write(chunk, 0, bytes);
        } while (bytes == chunk.length);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    @Override
    public void close() {
        deflater.end();
    }
}
