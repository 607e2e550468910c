package io.kubejar.junit;

/** Steps at the end of something, of which each happens whatever the others do. */
final class Closing {
    private Closing() {}

    /** Runs all in their order, then throws what the first failure was; later ones go along with it. */
    static void all(Iterable<? extends AutoCloseable> steps) throws Exception {
        Throwable first = null;
        for (AutoCloseable step : steps) {
            try {
                step.close();
            } catch (Exception | Error e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof Exception exception) {
            throw exception;
        }
    }
}
