package io.kubejar.core.loop;

/** Work that nobody waits for and that holds nothing up, such as loading classes that are needed soon. */
public final class Beside {
    private Beside() {}

    /** Runs the task on a daemon thread of its own, which needs no {@link Loops}: it may come before they do. */
    public static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
