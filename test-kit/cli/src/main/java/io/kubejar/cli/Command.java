package io.kubejar.cli;

import java.io.PrintWriter;
import java.util.List;

/** One command of the command line. */
interface Command {
    /** The word that calls it, or two of them. */
    String name();

    /** What it does, in a sentence. */
    String summary();

    /** The options it knows besides {@code --help}. */
    List<Option> options();

    /** What its arguments without a dash stand for, in their order; the last one may take all that are left. */
    default List<String> operands() {
        return List.of();
    }

    /** More lines for its help; none for most. */
    default List<String> more() {
        return List.of();
    }

    /**
     * Runs it. Throws {@link WrongCall} when the options make no sense and {@link CliFailure} when it cannot do what they
     * say.
     */
    void run(Arguments arguments, PrintWriter out);
}
