package io.kubejar.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** All commands together, and how their failures are told: one line, and an exit code of 1, or 2 for a wrong call. */
final class Commands {
    private Commands() {}

    static CommandLine of(
            Clusters clusters, StopSignal stop, Supplier<Duration> sinceStart, PrintWriter out, PrintWriter err) {
        CommandLine all = new CommandLine(new KubejarCommand());
        all.addSubcommand(new UpCommand(clusters, stop, sinceStart));
        all.addSubcommand(new DemoCommand(clusters));
        all.addSubcommand(new VersionCommand());
        all.addSubcommand(new WarmUpCommand(clusters));
        all.addMixin("help", new HelpOption());
        all.getSubcommands().values().forEach(one -> one.addMixin("help", new HelpOption()));
        all.registerConverter(Duration.class, Commands::duration);
        all.setOut(out).setErr(err).setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        all.setParameterExceptionHandler(Commands::tellWrongCall);
        all.setExecutionExceptionHandler((failure, command, result) -> tellFailure(failure, command));
        return all;
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int tellWrongCall(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String message = wrong.getMessage().replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", " ");
        command.getErr()
                .println("kubejar: " + message + "; see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        command.getErr().flush();
        return 2;
    }

    private static int tellFailure(Exception failure, CommandLine command) {
        if (failure instanceof CliFailure) {
            command.getErr().println("kubejar: " + failure.getMessage());
        } else {
            command.getErr().println("kubejar: this should not happen: " + failure);
            for (StackTraceElement line : failure.getStackTrace()) {
                command.getErr().println("    at " + line);
            }
        }
        command.getErr().flush();
        return 1;
    }
}
