package io.kubejar.kubelet.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A shell line as a list of steps, so that it can stand still anywhere and go on later. */
final class Code {
    /** One step. */
    sealed interface Op {
        /** Runs commands; one, or several whose output goes into the next. */
        record Run(List<Node.Simple> commands, boolean background) implements Op {}

        /** Goes on elsewhere. */
        record Jump(int to) implements Op {}

        /** Goes on elsewhere if the last command has succeeded, or failed. */
        record JumpIf(boolean succeeded, int to) implements Op {}

        /** Turns success into failure and back. */
        record Not() implements Op {}

        /** Sets the last command's status. */
        record Status(int status) implements Op {}

        /** Begins to go through words. */
        record Begin(Node.For loop) implements Op {}

        /** Takes the next word, or goes on elsewhere. */
        record Next(String name, int otherwise) implements Op {}

        /** Is done with the innermost words. */
        record Drop() implements Op {}
    }

    private record Loop(int again, List<Integer> breaks, boolean overWords) {}

    private final List<Op> ops = new ArrayList<>();
    private final Deque<Loop> loops = new ArrayDeque<>();

    private Code() {}

    static List<Op> of(Node node) {
        Code code = new Code();
        code.add(node, false);
        return List.copyOf(code.ops);
    }

    private int hole() {
        ops.add(new Op.Status(0));
        return ops.size() - 1;
    }

    private void add(Node node, boolean background) {
        if (node instanceof Node.Simple simple) {
            simple(simple, background);
        } else if (node instanceof Node.Pipe pipe) {
            ops.add(new Op.Run(pipe.commands(), background));
        } else if (node instanceof Node.Background inner) {
            add(inner.node(), true);
        } else if (node instanceof Node.Not not) {
            add(not.node(), background);
            ops.add(new Op.Not());
        } else if (node instanceof Node.Chain chain) {
            add(chain.left(), background);
            int jump = hole();
            add(chain.right(), background);
            ops.set(jump, new Op.JumpIf(!chain.and(), ops.size()));
        } else if (node instanceof Node.Sequence sequence) {
            sequence.nodes().forEach(n -> add(n, background));
        } else if (node instanceof Node.If branch) {
            branch(branch);
        } else if (node instanceof Node.While loop) {
            loop(loop);
        } else if (node instanceof Node.For loop) {
            each(loop);
        }
    }

    private void simple(Node.Simple simple, boolean background) {
        String word = simple.words().size() >= 1
                        && simple.words().get(0).parts().size() == 1
                        && simple.words().get(0).parts().get(0) instanceof Node.Part.Text text
                ? text.text()
                : "";
        Loop innermost = loops.peek();
        if (word.equals("break") && innermost != null) {
            innermost.breaks().add(hole());
        } else if (word.equals("continue") && innermost != null) {
            ops.add(new Op.Jump(innermost.again()));
        } else {
            ops.add(new Op.Run(List.of(simple), background));
        }
    }

    private void branch(Node.If branch) {
        add(branch.condition(), false);
        int toElse = hole();
        add(branch.then(), false);
        int toEnd = hole();
        ops.set(toElse, new Op.JumpIf(false, ops.size()));
        if (branch.otherwise() == null) {
            ops.add(new Op.Status(0));
        } else {
            add(branch.otherwise(), false);
        }
        ops.set(toEnd, new Op.Jump(ops.size()));
    }

    private void loop(Node.While loop) {
        int again = ops.size();
        loops.push(new Loop(again, new ArrayList<>(), false));
        add(loop.condition(), false);
        int out = hole();
        add(loop.body(), false);
        ops.add(new Op.Jump(again));
        ops.set(out, new Op.JumpIf(loop.until(), ops.size()));
        ops.add(new Op.Status(0));
        int end = ops.size();
        loops.pop().breaks().forEach(at -> ops.set(at, new Op.Jump(end)));
    }

    private void each(Node.For loop) {
        ops.add(new Op.Begin(loop));
        int again = hole();
        loops.push(new Loop(again, new ArrayList<>(), true));
        add(loop.body(), false);
        ops.add(new Op.Jump(again));
        ops.set(again, new Op.Next(loop.name(), ops.size()));
        int end = ops.size();
        loops.pop().breaks().forEach(at -> ops.set(at, new Op.Jump(end)));
        ops.add(new Op.Drop());
    }
}
