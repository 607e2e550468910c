package io.kubejar.core.node;

import io.kubejar.core.object.ApiObject;
import org.jspecify.annotations.Nullable;

/**
 * What the API server asks of the kubelet of a pod's node. The server calls it and knows nothing else of nodes.
 *
 * <p>Calls may come from any thread. A request that the node refuses throws {@link
 * io.kubejar.core.error.StatusException} with the kubelet's own words.
 */
public interface NodeAgent {
    /**
     * Reads the log of one container of a pod.
     *
     * <p>What is there now reaches the sink before this returns. When the options ask to follow, later lines reach the
     * sink as they are written, on a thread of the node's, until the container has ended or the stream was closed.
     *
     * @param pod the pod as the server has it; its {@code spec.nodeName} says which node is asked
     * @param container the container's name, which the caller has checked
     */
    LogStream logs(ApiObject pod, String container, LogOptions options, LogSink sink);

    /**
     * The network of a pod, for who forwards ports to it.
     *
     * @param pod as for {@link #logs}
     * @return null when the node runs no such pod
     */
    @Nullable
    PodNetwork network(ApiObject pod);

    /** Takes a log in pieces of UTF-8, in order and one at a time. Must not block for long. */
    interface LogSink {
        /** The next piece. */
        void write(byte[] piece);

        /** Nothing follows. Called exactly once, unless the stream was closed before. */
        void end();
    }

    /** An open log. */
    interface LogStream extends AutoCloseable {
        /** Ends it; the sink hears nothing more once this has returned. May be called twice. */
        @Override
        void close();
    }
}
