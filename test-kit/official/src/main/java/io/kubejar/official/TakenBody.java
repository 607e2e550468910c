package io.kubejar.official;

import io.kubejar.server.exchange.Answer;
import io.kubejar.server.exchange.AnswerBody;
import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** The body of an answer, for which its reader waits. */
final class TakenBody extends ResponseBody {
    private final @Nullable MediaType type;
    private final BufferedSource source;

    /** Tells when its reader has closed it. */
    TakenBody(Answer answer, Runnable onClose) {
        String named = answer.headers().first("content-type");
        type = named == null ? null : MediaType.parse(named);
        source = Okio.buffer(new Pieces(answer.body(), onClose));
    }

    @Override
    public @Nullable MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public BufferedSource source() {
        return source;
    }

    /** Asks for another piece only when its reader has done with the one before. */
    private static final class Pieces implements Source {
        private final AnswerBody body;
        private final Runnable onClose;
        private final Buffer rest = new Buffer();

        Pieces(AnswerBody body, Runnable onClose) {
            this.body = body;
            this.onClose = onClose;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            if (rest.exhausted()) {
                byte[] piece = take();
                if (piece == null) {
                    return -1;
                }
                rest.write(piece);
            }
            return rest.read(sink, byteCount);
        }

        private byte @Nullable [] take() throws InterruptedIOException {
            try {
                return body.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the cluster");
            }
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        @Override
        public void close() {
            body.cancel();
            onClose.run();
        }
    }
}
