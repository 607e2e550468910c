package io.kubejar.cluster;

import io.kubejar.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls of kubectl and what they must answer, as the files of the folder {@code kubectl} say them; see there. */
final class KubectlScript {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /**
     * One call.
     *
     * @param line where it stands in its file, from 1
     * @param arguments the arguments of kubectl
     * @param input its standard input
     * @param exit the exit code it must have
     * @param out patterns of lines of its standard output
     * @param err patterns of lines of its standard error
     */
    record Step(int line, List<String> arguments, String input, int exit, List<String> out, List<String> err) {
        /** What is wrong with an answer; empty when nothing is. */
        List<String> complaints(Program.Output answer) {
            List<String> wrong = new ArrayList<>();
            if (answer.exit() != exit) {
                wrong.add("the exit code is " + answer.exit() + ", not " + exit);
            }
            missing(out, answer.out()).forEach(pattern -> wrong.add("no line of the output is like: " + pattern));
            missing(err, answer.err()).forEach(pattern -> wrong.add("no line of the errors is like: " + pattern));
            return wrong;
        }

        /** The patterns that no line matches after the line that the one before has matched. */
        private static List<String> missing(List<String> patterns, String text) {
            List<String> lines = text.lines()
                    .map(line -> BLANKS.matcher(line).replaceAll(" ").strip())
                    .toList();
            List<String> missing = new ArrayList<>();
            int from = 0;
            for (String pattern : patterns) {
                int at = from;
                while (at < lines.size() && !lines.get(at).matches(pattern)) {
                    at++;
                }
                if (at == lines.size()) {
                    missing.add(pattern);
                } else {
                    from = at + 1;
                }
            }
            return missing;
        }
    }

    private KubectlScript() {}

    /** The steps of a file of the class path. */
    static List<Step> read(String resource) {
        try (InputStream file = KubectlScript.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalArgumentException("there is no " + resource);
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    private static List<Step> parse(String text) {
        List<String> lines = text.lines().toList();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("$ ")) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).startsWith("$ ")) {
                    end++;
                }
                steps.add(step(i + 1, lines.subList(i, end)));
                i = end - 1;
            }
        }
        return steps;
    }

    private static Step step(int number, List<String> lines) {
        StringBuilder input = new StringBuilder();
        int exit = 0;
        List<String> out = new ArrayList<>();
        List<String> err = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String rest = line.length() < 2 ? "" : line.substring(2);
            switch (line.isEmpty() ? '#' : line.charAt(0)) {
                case '<' -> input.append(rest).append('\n');
                case '?' -> exit = Integer.parseInt(rest.strip());
                case '>' -> out.add(rest);
                case '!' -> err.add(rest);
                case '#' -> {}
                default -> throw new IllegalArgumentException("line " + number + ": what is this: " + line);
            }
        }
        if (input.indexOf("{") == 0) {
            input.insert(0, "---\n"); // kubectl would take it for JSON, in which names need quotes
        }
        return new Step(number, words(lines.get(0).substring(2)), input.toString(), exit, out, err);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }
}
