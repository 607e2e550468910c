package io.kubejar.kubelet.behaviour;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a container instance finds when it starts.
 *
 * @param pod its pod
 * @param container its name
 * @param image its image as the pod names it
 * @param command {@code command} with variables expanded; empty for the image's own
 * @param args {@code args} with variables expanded
 * @param env the environment
 * @param restartCount how many instances came before
 * @param startedAt when it starts; in the past for one that is taken over
 * @param meantToEnd whether it belongs to something that ends: an init container or a pod that is not always restarted
 * @param output where it writes
 * @param cluster what it can look up
 * @param files the text of a file in a mounted volume; null for no file
 */
public record ContainerContext(
        ApiObject pod,
        String container,
        String image,
        List<String> command,
        List<String> args,
        Map<String, String> env,
        int restartCount,
        Instant startedAt,
        boolean meantToEnd,
        Output output,
        Cluster cluster,
        Files files) {
    /** Takes what a container writes. */
    @FunctionalInterface
    public interface Output {
        /** Text with its line ends, written at a time. */
        void write(Instant at, String text);
    }

    /** Looks an object up. */
    @FunctionalInterface
    public interface Cluster {
        /** The object, or null when there is none. */
        @Nullable
        ApiObject get(Gvr resource, String namespace, String name);
    }

    /** The files of mounted volumes. */
    @FunctionalInterface
    public interface Files extends UnaryOperator<@Nullable String> {}

    /** Writes a line. */
    public void line(Instant at, String text) {
        output.write(at, text + "\n");
    }
}
