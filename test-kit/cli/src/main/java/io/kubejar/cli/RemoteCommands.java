package io.kubejar.cli;

import io.kubejar.cluster.control.ControlClient;
import io.kubejar.cluster.fault.text.FaultText;
import java.util.List;

/** {@code kubejar fault} and {@code kubejar time}: what can be said to a cluster that runs. */
final class RemoteCommands {
    private static final String FAULT = "FAULT...";
    private static final String WHICH = "N|all";
    private static final String DURATION = "DURATION";
    private static final String FACTOR = "FACTOR";

    private RemoteCommands() {}

    static List<Command> all() {
        return List.of(
                new RemoteCommand(
                        "fault",
                        "Let something go wrong in the running cluster.",
                        List.of(FAULT),
                        FaultText.help(),
                        given -> {
                            String text = fault(given);
                            return cluster -> List.of(cluster.begin(text));
                        }),
                of("fault list", "List what goes wrong at the moment.", List.of(), given -> ControlClient::faults),
                of("fault undo", "Undo what goes wrong: the one of a number, or all.", List.of(WHICH), given -> {
                    String which = which(given);
                    return cluster -> cluster.undo(which);
                }),
                of(
                        "time",
                        "Show what time it is in the running cluster.",
                        List.of(),
                        given -> cluster -> List.of(cluster.time())),
                of("time advance", "Move virtual time, like 6m or 1h30m.", List.of(DURATION), given -> {
                    String by = given.required(DURATION);
                    return cluster -> List.of(cluster.advance(by));
                }),
                of(
                        "time run-to-rest",
                        "Move virtual time until nothing happens any more.",
                        List.of(),
                        given -> cluster -> List.of(cluster.runToRest())),
                of(
                        "time speed",
                        "Let virtual time go by itself, FACTOR times as fast as here; 0 stops it.",
                        List.of(FACTOR),
                        given -> {
                            double factor = factor(given);
                            return cluster -> List.of(cluster.speed(factor));
                        }));
    }

    private static Command of(String name, String summary, List<String> operands, RemoteCommand.Question question) {
        return new RemoteCommand(name, summary, operands, List.of(), question);
    }

    private static String fault(Arguments given) {
        String text = given.text(FAULT);
        try {
            FaultText.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new WrongCall(String.valueOf(e.getMessage()), e);
        }
        return text == null ? "" : text;
    }

    private static String which(Arguments given) {
        String which = given.text(WHICH);
        if (which != null && !which.equals("all") && !which.matches("[0-9]{1,9}")) {
            throw new WrongCall("fault undo takes a number or all, not '" + which + "'");
        }
        return which == null ? "all" : which;
    }

    private static double factor(Arguments given) {
        String text = given.required(FACTOR);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new WrongCall(FACTOR + " must be a number, not '" + text + "'", e);
        }
    }
}
