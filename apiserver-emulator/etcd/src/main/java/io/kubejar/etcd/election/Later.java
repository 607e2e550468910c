package io.kubejar.etcd.election;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** For what comes later. */
public final class Later {
    private Later() {}

    /** Calls with the answer or with why there is none, once that is known. What the action throws goes nowhere. */
    public static <T> void tell(
            CompletionStage<T> stage, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        stage.whenComplete(action);
    }
}
