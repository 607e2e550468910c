package io.kubejar.kubelet.behaviour;

import io.kubejar.kubelet.pod.ImageNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the user has said about images: what their containers do, and which of them cannot be pulled. May be changed while
 * nodes run, from any thread; it holds for containers that start afterwards.
 */
public final class Behaviours {
    private static final String NOT_FOUND =
            "failed to pull and unpack image \"%s\": failed to resolve reference \"%s\": " + "%s: not found";

    private final Map<String, ContainerBehaviour> byImage = new ConcurrentHashMap<>();
    private final Set<String> absent = ConcurrentHashMap.newKeySet();

    /** An empty registry: every container does what its shell line or its role says. */
    public Behaviours() {}

    /** The same as it is now; what is said later to one is not said to the other. */
    public Behaviours copy() {
        Behaviours copy = new Behaviours();
        copy.byImage.putAll(byImage);
        copy.absent.addAll(absent);
        return copy;
    }

    /** Sets what containers of an image do. A name without a tag means every tag: {@code nginx}, {@code ghcr.io/a/b:1}. */
    public Behaviours register(String image, ContainerBehaviour behaviour) {
        byImage.put(image, behaviour);
        return this;
    }

    /** Marks an image as one that no registry has. A name without a tag means every tag. */
    public Behaviours absent(String image) {
        absent.add(image);
        return this;
    }

    /** Takes {@link #absent} back: the next pull succeeds. */
    public Behaviours present(String image) {
        absent.remove(image);
        return this;
    }

    /** What was registered for an image; null when nothing was. */
    public @Nullable ContainerBehaviour find(String image) {
        ContainerBehaviour exact = byImage.get(image);
        if (exact != null) {
            return exact;
        }
        ContainerBehaviour full = byImage.get(ImageNames.normalized(image));
        return full != null ? full : byImage.get(untagged(image));
    }

    /**
     * Why an image cannot be pulled, in the words of containerd; null when it can. Beside what was marked, no registry
     * below the reserved domain {@code .invalid} has any.
     */
    public @Nullable String pullProblem(String image) {
        String full = ImageNames.normalized(image);
        String registry = ImageNames.registry(image);
        String host = registry.contains(":") ? registry.substring(0, registry.indexOf(':')) : registry;
        if (host.endsWith(".invalid")) {
            return "failed to pull and unpack image \"" + full + "\": failed to resolve reference \"" + full
                    + "\": failed to do request: Head \"https://" + registry + "/v2/"
                    + full.substring(registry.length() + 1, full.lastIndexOf(':')) + "/manifests/"
                    + full.substring(full.lastIndexOf(':') + 1) + "\": dial tcp: lookup " + host + ": no such host";
        }
        boolean gone = absent.contains(image) || absent.contains(full) || absent.contains(untagged(image));
        return gone ? NOT_FOUND.formatted(full, full, full) : null;
    }

    private static String untagged(String image) {
        int at = image.indexOf('@');
        String name = at < 0 ? image : image.substring(0, at);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    /** Runs until it is stopped, then ends well. */
    public static ContainerBehaviour runsForEver() {
        return context -> now -> ContainerProcess.Progress.FOR_EVER;
    }

    /** Ends with this code after this time. */
    public static ContainerBehaviour exitsAfter(Duration time, int code) {
        return context -> {
            Instant end = context.startedAt().plus(time);
            return now -> now.isBefore(end)
                    ? ContainerProcess.Progress.until(end)
                    : ContainerProcess.Progress.exited(code, end);
        };
    }

    /** Ends with this code at once. */
    public static ContainerBehaviour exits(int code) {
        return exitsAfter(Duration.ZERO, code);
    }
}
