package io.kubejar.cluster.fault;

import java.util.List;

/** The programs of a control plane but for the API server and the kubelets, each by its name. Thread-safe. */
public interface Components {
    /** What can be killed and started anew, in the order in which people are told of it. */
    List<String> names();

    /** Ends one of them as it stands, as {@code kill -9} does. It runs. */
    void kill(String name);

    /** Starts one of them that was killed, as a new process. */
    void start(String name);
}
