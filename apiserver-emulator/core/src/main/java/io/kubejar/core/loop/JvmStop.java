package io.kubejar.core.loop;

/** What is done when the JVM is told to stop. */
public final class JvmStop {
    private JvmStop() {}

    /** Runs the task on a thread of this name when the JVM gets SIGTERM or SIGINT or is made to exit. */
    public static void then(String name, Runnable task) {
        Runtime.getRuntime().addShutdownHook(new Thread(task, name));
    }
}
