package io.kubejar.server.spdy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpdyConnectionTest implements SpdyConnection.Owner {
    private final List<String> seen = new ArrayList<>(); // what the owner and its streams hear
    private final List<String> sent = new ArrayList<>(); // what the client gets
    private final List<SpdyStream> streams = new ArrayList<>();
    private final FrameWriter client = new FrameWriter();
    private final FrameReader answers = new FrameReader();
    private final SpdyConnection connection = new SpdyConnection(this::sent, this, 2);

    private void sent(byte[] bytes) {
        try {
            answers.read(bytes, frame -> sent.add(shown(frame)));
        } catch (SpdyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shown(Frame frame) {
        return frame instanceof Frame.Data data
                ? data.stream() + " " + new String(data.bytes(), StandardCharsets.UTF_8) + (data.fin() ? "|" : "")
                : frame.toString();
    }

    @Override
    public void opened(SpdyStream stream) {
        seen.add("open " + stream.id() + " " + stream.header("a"));
        streams.add(stream);
        stream.listen(new SpdyStream.Listener() {
            @Override
            public void onBytes(byte[] bytes) {
                seen.add(stream.id() + " " + new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public void onEnd() {
                seen.add("end " + stream.id());
            }

            @Override
            public void onReset() {
                seen.add("reset " + stream.id());
            }
        });
    }

    @Override
    public void goneAway() {
        seen.add("goes away");
    }

    @AfterEach
    void close() {
        connection.close();
        client.close();
        answers.close();
    }

    private void comes(Frame... frames) throws SpdyException {
        for (Frame frame : frames) {
            connection.received(client.bytes(frame));
        }
    }

    private static Frame open(int stream) {
        return new Frame.SynStream(stream, false, Map.of("A", "x"));
    }

    private static Frame data(int stream, String text, boolean fin) {
        return new Frame.Data(stream, fin, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesGoBothWaysAndEachEndsByItself() throws SpdyException {
        comes(open(1), data(1, "in", false), data(1, "", true));
        SpdyStream stream = streams.get(0);
        connection.accept(stream);
        stream.write("out".getBytes(StandardCharsets.UTF_8));
        assertThat(stream.hasClientEnded()).isTrue();
        assertThat(connection.streams()).isEqualTo(1);
        stream.end();
        stream.end();
        stream.write("late".getBytes(StandardCharsets.UTF_8));
        assertThat(seen).containsExactly("open 1 x", "1 in", "end 1");
        assertThat(sent).containsExactly("SynReply[stream=1, fin=false, headers={}]", "1 out", "1 |");
        assertThat(connection.streams()).isZero();
    }

    @Test
    void resetEndsBothDirections() throws SpdyException {
        comes(open(1), open(3), new Frame.RstStream(1, Frame.CANCEL), data(1, "late", false));
        streams.get(0).write(new byte[1]);
        streams.get(1).reset(Frame.CANCEL);
        comes(data(3, "late", true));
        assertThat(seen).containsExactly("open 1 x", "open 3 x", "reset 1");
        assertThat(sent).containsExactly("RstStream[stream=3, status=5]");
        assertThat(connection.streams()).isZero();
    }

    @Test
    void streamsThatMakeNoSenseAreReset() throws SpdyException {
        comes(open(3), open(3), open(1), open(4), data(3, "", true), data(3, "more", false));
        assertThat(seen).containsExactly("open 3 x", "end 3");
        assertThat(sent)
                .containsExactly(
                        "RstStream[stream=3, status=1]",
                        "RstStream[stream=1, status=1]",
                        "RstStream[stream=4, status=1]",
                        "RstStream[stream=3, status=1]");
    }

    @Test
    void streamsBeyondTheLimitAreRefused() throws SpdyException {
        comes(open(1), open(3), open(5));
        assertThat(sent).containsExactly("RstStream[stream=5, status=3]");
        streams.get(0).reset(Frame.CANCEL);
        comes(open(7));
        assertThat(seen).containsExactly("open 1 x", "open 3 x", "open 7 x");
    }

    @Test
    void pingsComeBackAndLeaveTakingIsHeard() throws SpdyException {
        comes(new Frame.Ping(7), new Frame.GoAway(0, 0));
        assertThat(sent).containsExactly("Ping[id=7]");
        assertThat(seen).containsExactly("goes away");
    }

    @Test
    void streamsAreLostWithTheirConnection() throws SpdyException {
        comes(open(1), open(3));
        connection.close();
        connection.close();
        streams.get(0).write(new byte[1]);
        streams.get(0).reset(Frame.CANCEL);
        connection.received(new byte[] {1, 2, 3});
        assertThat(seen).containsExactly("open 1 x", "open 3 x", "reset 1", "reset 3");
        assertThat(sent).isEmpty();
    }
}
