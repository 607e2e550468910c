package io.kubejar.cli;

import io.kubejar.cluster.control.ControlClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/**
 * A command that says something to a cluster that runs, and prints its answer.
 *
 * @param name the word that calls it, or two of them
 * @param summary what it does, in a sentence
 * @param operands what its arguments stand for
 * @param more further lines of its help
 * @param question what is said; gives the lines of the answer
 */
record RemoteCommand(String name, String summary, List<String> operands, List<String> more, Question question)
        implements Command {
    /** What a call of the command says to a cluster. */
    @FunctionalInterface
    interface Question {
        /** Reads the call; gives what is said then, and answered in lines. Throws {@link WrongCall}. */
        Function<ControlClient, List<String>> of(Arguments given);
    }

    @Override
    public List<Option> options() {
        return List.of(Remotes.KUBECONFIG);
    }

    @Override
    public void run(Arguments arguments, PrintWriter out) {
        Function<ControlClient, List<String>> said = question.of(arguments); // a wrong call needs no cluster
        Remotes.ask(arguments, said).forEach(out::println);
    }
}
