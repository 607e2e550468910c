package io.kubejar.kubelet.fleet;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.LabelSelectorParser;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who listens on the TCP ports of simulated pods: nobody, but where the user has said so. What comes for such a port goes to
 * an address of the user's choice, for example that of an HTTP server in a test. Thread-safe; holds at once.
 */
public final class PodPorts {
    private record Listener(String namespace, Predicate<ApiObject> pods, int port, InetSocketAddress to) {
        boolean hears(ApiObject pod, int wanted) {
            return port == wanted && namespace.equals(pod.namespace()) && pods.test(pod);
        }
    }

    /** What was said first comes last. */
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private final Map<String, Integer> refused = new ConcurrentHashMap<>(); // the last refused port, by the pod's uid

    /** Nobody listens anywhere. */
    public PodPorts() {}

    /** The same as it is now; what is said later to one is not said to the other. */
    public PodPorts copy() {
        PodPorts copy = new PodPorts();
        copy.listeners.addAll(listeners);
        copy.refused.putAll(refused);
        return copy;
    }

    /**
     * Lets a port of a pod lead to an address; the pod need not be there yet.
     *
     * @param port inside the pod
     * @param to where connections go; resolved
     */
    public PodPorts listen(String namespace, String pod, int port, InetSocketAddress to) {
        return add(namespace, one -> one.name().equals(pod), port, to);
    }

    /** Like {@link #listen}, for the pods that a label selector matches: {@code app=web}. */
    public PodPorts listenAll(String namespace, String labelSelector, int port, InetSocketAddress to) {
        LabelSelector selector = LabelSelectorParser.parse(labelSelector);
        return add(namespace, selector::matches, port, to);
    }

    private PodPorts add(String namespace, Predicate<ApiObject> pods, int port, InetSocketAddress to) {
        if (port < 1 || port > 65535 || to.isUnresolved()) {
            throw new IllegalArgumentException("no port of a pod, or no address that is known: " + port + " to " + to);
        }
        listeners.add(0, new Listener(namespace, pods, port, to));
        return this;
    }

    /** Takes back whatever leads to an address: nobody listens there any more. */
    public PodPorts close(InetSocketAddress to) {
        listeners.removeIf(listener -> listener.to().equals(to));
        return this;
    }

    /** Where a port of a pod leads; null when nobody listens. Of several the one that was said last. */
    @Nullable
    InetSocketAddress find(ApiObject pod, int port) {
        for (Listener listener : listeners) {
            if (listener.hears(pod, port)) {
                return listener.to();
            }
        }
        return null;
    }

    void tried(String uid, int port, boolean connected) {
        if (connected) {
            refused.remove(uid, port);
        } else {
            refused.put(uid, port);
        }
    }

    void forget(String uid) {
        refused.remove(uid);
    }

    /** The port of a pod on which the last connection that failed was refused, if nobody has reached that one since. */
    public OptionalInt lastRefused(String uid) {
        Integer port = refused.get(uid);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
