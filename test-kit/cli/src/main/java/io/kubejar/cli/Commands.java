package io.kubejar.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/** The command line: picks the command, and tells failures in one line with an exit code. */
final class Commands {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_CALL = 2;

    private final List<Command> visible;
    private final List<Command> hidden;
    private final PrintWriter out;
    private final PrintWriter err;

    Commands(List<Command> visible, List<Command> hidden, PrintWriter out, PrintWriter err) {
        this.visible = visible;
        this.hidden = hidden;
        this.out = out;
        this.err = err;
    }

    /** Runs what the words say; gives 0, or 1 for a failure, or 2 for a wrong call. */
    int run(String... words) {
        String help = "kubejar --help";
        try {
            if (words.length == 0) {
                throw new WrongCall("a command is missing");
            }
            if (isHelp(words[0]) || words[0].equals("help")) {
                printHelp();
                return DONE;
            }
            Command command = words[0].equals("--version") ? find("version") : find(words);
            help = "kubejar " + command.name() + " --help";
            List<String> rest = Arrays.asList(words).subList(command.name().split(" ").length, words.length);
            if (rest.stream().anyMatch(Commands::isHelp)) {
                printHelp(command);
                return DONE;
            }
            command.run(Arguments.parse(command.options(), command.operands(), rest), out);
            return DONE;
        } catch (WrongCall e) {
            err.println("kubejar: " + e.getMessage() + "; see " + help);
            return WRONG_CALL;
        } catch (CliFailure e) {
            err.println("kubejar: " + e.getMessage());
            return FAILED;
        } catch (RuntimeException e) {
            err.println("kubejar: this should not happen: " + e);
            for (StackTraceElement line : e.getStackTrace()) {
                err.println("    at " + line);
            }
            return FAILED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static boolean isHelp(String word) {
        return word.equals("--help") || word.equals("-h");
    }

    /** The one with the longest name that the words begin with. */
    private Command find(String... words) {
        String name = words[0];
        List<String> names = words.length > 1 ? List.of(name + " " + words[1], name) : List.of(name);
        for (String wanted : names) {
            for (List<Command> some : List.of(visible, hidden)) {
                for (Command command : some) {
                    if (command.name().equals(wanted)) {
                        return command;
                    }
                }
            }
        }
        throw new WrongCall(name.startsWith("-") ? "unknown option " + name : "there is no command '" + name + "'");
    }

    private void printHelp() {
        out.println("Usage: kubejar COMMAND");
        out.println("A whole Kubernetes control plane in one JVM.");
        out.println();
        visible.forEach(command -> out.printf("  %-16s  %s%n", command.name(), command.summary()));
        out.println();
        out.println("kubejar COMMAND --help tells more about one.");
    }

    private void printHelp(Command command) {
        String operands = command.operands().isEmpty() ? "" : " " + String.join(" ", command.operands());
        String options = command.options().isEmpty() ? "" : " [OPTIONS]";
        out.println("Usage: kubejar " + command.name() + operands + options);
        out.println(command.summary());
        out.println();
        command.options().forEach(option -> out.printf("  %-29s  %s%n", option.usage(), option.help()));
        out.printf("  %-29s  %s%n", "-h, --help", "Show this text.");
        if (!command.more().isEmpty()) {
            out.println();
            command.more().forEach(line -> out.println("  " + line));
        }
    }
}
