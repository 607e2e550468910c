package io.kubejar.server.spdy;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the header blocks of one direction of a connection, in their order: they are one compressed stream. */
final class HeaderReader implements AutoCloseable {
    /** The largest block once it is unpacked. */
    private static final int UNPACKED_MAX_BYTES = 64 * 1024;

    private static final int CHUNK_BYTES = 1024;

    private final Inflater inflater = new Inflater();

    /** The fields of one block, by their names in lower case. */
    Map<String, String> read(byte[] block) throws SpdyException {
        ByteBuffer plain = ByteBuffer.wrap(unpacked(block));
        try {
            Map<String, String> out = new LinkedHashMap<>();
            for (int left = plain.getInt(); left > 0; left--) {
                String name = text(plain).toLowerCase(Locale.ROOT);
                out.put(name, text(plain));
            }
            return out;
        } catch (BufferUnderflowException e) {
            throw new SpdyException("a header block ends too early");
        }
    }

    private static String text(ByteBuffer from) throws SpdyException {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new SpdyException("a header block ends too early");
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte[] unpacked(byte[] block) throws SpdyException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        inflater.setInput(block);
        try {
            while (true) {
                int bytes = inflater.inflate(chunk);
                if (bytes == 0 && inflater.needsDictionary()) {
                    inflater.setDictionary(Dictionary.BYTES);
                } else if (bytes == 0) {
                    return out.toByteArray();
                } else if (out.size() + bytes > UNPACKED_MAX_BYTES) {
                    throw new SpdyException("a header block is larger than " + UNPACKED_MAX_BYTES + " bytes");
                }
                out.write(chunk, 0, bytes);
            }
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new SpdyException("a header block cannot be unpacked");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
