package io.kubejar.kubelet.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shell line as a tree. */
sealed interface Node {
    /** A command with its assignments and redirections, in the order in which they stand. */
    record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects) implements Node {}

    /** Commands whose output goes into the next one. */
    record Pipe(List<Simple> commands) implements Node {}

    /** The right one only if the left one succeeds ({@code &&}) or fails ({@code ||}). */
    record Chain(Node left, boolean and, Node right) implements Node {}

    /** The opposite. */
    record Not(Node node) implements Node {}

    /** One after the other. */
    record Sequence(List<Node> nodes) implements Node {}

    /** {@code while} or {@code until}. */
    record While(Node condition, Node body, boolean until) implements Node {}

    /** {@code if}; the last branch may be missing. */
    record If(Node condition, Node then, @Nullable Node otherwise) implements Node {}

    /** {@code for name in words}. */
    record For(String name, List<Word> words, Node body) implements Node {}

    /** A command that goes on in the background. */
    record Background(Node node) implements Node {}

    /** {@code name=value}. */
    record Assignment(String name, Word value) {}

    /** {@code >} and {@code >>} into a file; descriptor 1 or 2. */
    record Redirect(int descriptor, boolean append, Word file) {}

    /** A word before it is expanded. */
    record Word(List<Part> parts) {}

    /** A part of a word. */
    sealed interface Part {
        /** Text as it stands. */
        record Text(String text, boolean quoted) implements Part {}

        /** A variable; the fallback is for one that is not set, null for none. */
        record Variable(String name, @Nullable Word fallback, boolean quoted) implements Part {}

        /** The output of a command. */
        record Output(Node command, boolean quoted) implements Part {}

        /** A number that is worked out. */
        record Arithmetic(String expression) implements Part {}
    }
}
