package io.kubejar.cli;

import io.kubejar.cluster.control.ControlClient;
import java.nio.file.Path;
import java.util.function.Function;

/** Commands that speak with a cluster that {@code kubejar up} runs. */
final class Remotes {
    /** Where that cluster is. */
    static final Option KUBECONFIG =
            new Option("--kubeconfig", "FILE", "The kubeconfig that up wrote. Default: " + UpCommand.KUBECONFIG);

    private Remotes() {}

    /** Asks the cluster something; what goes wrong is a {@link CliFailure} of one line. */
    static <T> T ask(Arguments arguments, Function<ControlClient, T> question) {
        String file = arguments.text(KUBECONFIG.name());
        try {
            return question.apply(ControlClient.of(Path.of(file == null ? UpCommand.KUBECONFIG : file)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CliFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
