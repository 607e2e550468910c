package io.kubejar.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kubejar version}. */
@Command(name = "version", description = "Print the versions of kubejar, of the Kubernetes it stands for, and of Java.")
final class VersionCommand implements Runnable {
    /** The Kubernetes version that clients are told. */
    static final String KUBERNETES = "v1.36";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        String own = VersionCommand.class.getPackage().getImplementationVersion();
        spec.commandLine()
                .getOut()
                .println("kubejar " + (own == null ? "(not packaged)" : own) + ", Kubernetes " + KUBERNETES + ", Java "
                        + Runtime.version().feature());
    }
}
