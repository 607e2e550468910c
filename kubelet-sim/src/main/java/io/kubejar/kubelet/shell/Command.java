package io.kubejar.kubelet.shell;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One program that the shell knows. */
@FunctionalInterface
interface Command {
    /** Runs it; args begin after its name. */
    Result run(List<String> args, String input, Shell shell);

    /**
     * What came of it.
     *
     * @param status its exit code
     * @param output what it wrote
     * @param then what the shell does next
     * @param sleep how long it takes; null for no time
     */
    record Result(
            int status, String output, Then then, @Nullable Duration sleep) {
        /** What the shell does next. */
        enum Then {
            GO_ON,
            EXIT,
            RUN_FOR_EVER
        }

        static final Result OK = new Result(0, "", Then.GO_ON, null);

        static Result status(int status) {
            return new Result(status, "", Then.GO_ON, null);
        }

        static Result output(String text) {
            return new Result(0, text, Then.GO_ON, null);
        }

        static Result failure(int status, String text) {
            return new Result(status, text, Then.GO_ON, null);
        }

        static Result exit(int status) {
            return new Result(status, "", Then.EXIT, null);
        }

        static Result sleep(Duration time) {
            return new Result(0, "", Then.GO_ON, time);
        }

        static Result forEver() {
            return new Result(0, "", Then.RUN_FOR_EVER, null);
        }
    }
}
