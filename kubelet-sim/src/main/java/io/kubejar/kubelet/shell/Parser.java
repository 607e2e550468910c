package io.kubejar.kubelet.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads shell lines. What it does not know is a {@link SyntaxProblem}. */
final class Parser {
    /** The line is none that this shell understands. */
    static final class SyntaxProblem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SyntaxProblem(String message) {
            super(message, null, false, false);
        }
    }

    private static final Set<String> ENDS = Set.of("do", "done", "then", "else", "elif", "fi", "}", ")");
    private static final Set<String> UNKNOWN = Set.of("case", "function", "select", "[[", "((");

    private final Lexer in;

    private Parser(String text) {
        in = new Lexer(text);
    }

    /** The tree of a text of lines. */
    static Node parse(String text) {
        Parser parser = new Parser(text);
        Node all = parser.list();
        if (!parser.in.atEnd()) {
            throw new SyntaxProblem("syntax error: unexpected \"" + parser.in.peekWord() + "\"");
        }
        return all;
    }

    private Node list() {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            in.skipSeparators();
            if (in.atEnd() || ENDS.contains(in.peekWord())) {
                return nodes.size() == 1 ? nodes.get(0) : new Node.Sequence(nodes);
            }
            Node node = chain();
            in.skipBlanks();
            if (in.take("&")) {
                node = new Node.Background(node);
            }
            nodes.add(node);
        }
    }

    private Node chain() {
        Node left = pipeline();
        while (true) {
            in.skipBlanks();
            boolean and = in.take("&&");
            if (!and && !in.take("||")) {
                return left;
            }
            in.skipSeparators();
            left = new Node.Chain(left, and, pipeline());
        }
    }

    private Node pipeline() {
        in.skipBlanks();
        if (in.takeWord("!")) {
            return new Node.Not(pipeline());
        }
        Node first = command();
        List<Node.Simple> commands = new ArrayList<>();
        while (in.takePipe()) {
            if (commands.isEmpty()) {
                commands.add(simple(first));
            }
            in.skipSeparators();
            commands.add(simple(command()));
        }
        return commands.isEmpty() ? first : new Node.Pipe(commands);
    }

    private static Node.Simple simple(Node node) {
        if (node instanceof Node.Simple simple) {
            return simple;
        }
        throw new SyntaxProblem("only simple commands may stand in a pipe");
    }

    private Node command() {
        in.skipBlanks();
        String word = in.peekWord();
        if (UNKNOWN.contains(word)) {
            throw new SyntaxProblem("\"" + word + "\" is not supported");
        }
        if (in.takeWord("while")) {
            return loop(false);
        }
        if (in.takeWord("until")) {
            return loop(true);
        }
        if (in.takeWord("if")) {
            return branch();
        }
        if (in.takeWord("for")) {
            return each();
        }
        if (in.takeWord("{")) {
            Node body = list();
            expect("}");
            return body;
        }
        if (in.take("(")) {
            Node body = list();
            if (!in.take(")")) {
                throw new SyntaxProblem("\")\" is missing");
            }
            return body;
        }
        return simpleCommand();
    }

    private Node loop(boolean until) {
        Node condition = list();
        expect("do");
        Node body = list();
        expect("done");
        return new Node.While(condition, body, until);
    }

    private Node branch() {
        Node condition = list();
        expect("then");
        Node then = list();
        in.skipSeparators();
        Node otherwise = null;
        if (in.takeWord("elif")) {
            return new Node.If(condition, then, branch());
        }
        if (in.takeWord("else")) {
            otherwise = list();
        }
        expect("fi");
        return new Node.If(condition, then, otherwise);
    }

    private Node each() {
        in.skipBlanks();
        String name = in.name();
        List<Node.Word> words = new ArrayList<>();
        in.skipSeparators();
        expect("in");
        for (Node.Word word = in.word(); word != null; word = in.word()) {
            words.add(word);
        }
        in.skipSeparators();
        expect("do");
        Node body = list();
        expect("done");
        return new Node.For(name, words, body);
    }

    private void expect(String word) {
        in.skipSeparators();
        if (!in.takeWord(word)) {
            throw new SyntaxProblem("\"" + word + "\" is missing");
        }
    }

    private Node simpleCommand() {
        List<Node.Assignment> assignments = new ArrayList<>();
        List<Node.Word> words = new ArrayList<>();
        List<Node.Redirect> redirects = new ArrayList<>();
        while (true) {
            in.skipBlanks();
            Node.Redirect redirect = in.redirect();
            if (redirect != null) {
                redirects.add(redirect);
                continue;
            }
            Node.@Nullable Assignment assignment = words.isEmpty() ? in.assignment() : null;
            if (assignment != null) {
                assignments.add(assignment);
                continue;
            }
            Node.Word word = in.word();
            if (word == null) {
                break;
            }
            words.add(word);
        }
        if (in.peekIs('(')) {
            throw new SyntaxProblem("functions are not supported");
        }
        if (assignments.isEmpty() && words.isEmpty() && redirects.isEmpty()) {
            throw new SyntaxProblem("a command is missing");
        }
        return new Node.Simple(assignments, words, redirects);
    }
}
