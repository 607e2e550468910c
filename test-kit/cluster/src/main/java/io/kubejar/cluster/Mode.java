package io.kubejar.cluster;

/** By which clock a cluster lives, and on whose threads its components work. The components are the same in each. */
public enum Mode {
    /** The system's clock, and threads that work by themselves. */
    LIVE,
    /**
     * Work runs as it arrives, on threads, also for kubectl and other clients outside; time stands still until
     * {@link KubeCluster#time()} moves it.
     */
    VIRTUAL,
    /**
     * One thread, the caller's: nothing runs but while the test settles, moves time or makes a request, and one seed gives
     * one order of everything. Clients in process only. Not thread-safe.
     */
    SEEDED
}
