package io.kubejar.cli;

import java.io.PrintWriter;
import java.util.List;

/** {@code kubejar version}. */
final class VersionCommand implements Command {
    /** The Kubernetes version that clients are told. */
    private static final String KUBERNETES = "v1.36";

    @Override
    public String name() {
        return "version";
    }

    @Override
    public String summary() {
        return "Print the versions of kubejar, of the Kubernetes it stands for, and of Java.";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public void run(Arguments arguments, PrintWriter out) {
        String own = VersionCommand.class.getPackage().getImplementationVersion();
        out.println("kubejar " + (own == null ? "(not packaged)" : own) + ", Kubernetes " + KUBERNETES + ", Java "
                + Runtime.version().feature());
    }
}
