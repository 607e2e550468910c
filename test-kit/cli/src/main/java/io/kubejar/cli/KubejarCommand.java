package io.kubejar.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
        name = "kubejar",
        mixinStandardHelpOptions = false,
        description = "A whole Kubernetes control plane in one JVM.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "kubejar COMMAND --help tells more about one."})
final class KubejarCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
