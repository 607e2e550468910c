package io.kubejar.server.http;

import io.kubejar.server.exchange.Headers;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer with its whole body, ready to be sent.
 *
 * @param headers without the fields that belong to the connection
 */
record WholeAnswer(int status, Headers headers, byte[] body, boolean gzipped) {
    /** Bodies above this are compressed. Upstream: defaultGzipThresholdBytes (endpoints/handlers/responsewriters, v1.36). */
    static final int GZIP_ABOVE_BYTES = 128 * 1024;

    /** Compresses where it is wanted and worth it; on the caller's thread, which may be busy for some milliseconds. */
    static WholeAnswer of(@Nullable String acceptEncoding, int status, Headers headers, byte[] body) {
        if (body.length > GZIP_ABOVE_BYTES
                && acceptsGzip(acceptEncoding)
                && headers.first(HttpHeaderNames.CONTENT_ENCODING.toString()) == null) {
            return new WholeAnswer(status, headers, gzip(body), true);
        }
        return new WholeAnswer(status, headers, body, false);
    }

    /** As upstream's negotiateContentEncoding: only the bare word counts. */
    private static boolean acceptsGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding != null) {
            for (String one : acceptEncoding.split(",")) {
                if (one.strip().equals("gzip")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 8);
        try (FastGzip gzip = new FastGzip(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    /** The least effort of all levels, as upstream. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
