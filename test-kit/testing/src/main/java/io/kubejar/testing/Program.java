package io.kubejar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a program to its end, with its output kept. A value: every method gives a new one. */
public final class Program {
    /**
     * What a program left behind.
     *
     * @param command what was run
     * @param exit its exit code
     * @param out its standard output
     * @param err its standard error
     */
    public record Output(List<String> command, int exit, String out, String err) {
        /** This output; throws with everything in it when the exit code is not 0. */
        public Output orThrow() {
            if (exit != 0) {
                throw new AssertionError(toString());
            }
            return this;
        }

        @Override
        public String toString() {
            return String.join(" ", command) + "\nexit code " + exit + "\n" + out + err;
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final List<String> command;
    private final Map<String, String> environment;
    private final String input;
    private final Duration timeout;

    private Program(List<String> command, Map<String, String> environment, String input, Duration timeout) {
        this.command = command;
        this.environment = environment;
        this.input = input;
        this.timeout = timeout;
    }

    /** A program that will run with these arguments, this process's environment, no input and a minute's time. */
    public static Program of(Path program, String... arguments) {
        return new Program(List.of(program.toString()), Map.of(), "", TIMEOUT).with(arguments);
    }

    /** With more arguments. */
    public Program with(String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return new Program(List.copyOf(all), environment, input, timeout);
    }

    /** With a variable in its environment. */
    public Program env(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new Program(command, Map.copyOf(all), input, timeout);
    }

    /** With a text on its standard input. */
    public Program input(String text) {
        return new Program(command, environment, text, timeout);
    }

    /** With another time after which it is killed and the run fails. */
    public Program timeout(Duration time) {
        return new Program(command, environment, input, time);
    }

    /** Runs it and waits for its end. */
    public Output run() {
        try {
            Path folder = Files.createTempDirectory("kubejar-program");
            Path in = Files.writeString(folder.resolve("in"), input);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            try {
                return run(in, out, err);
            } finally {
                for (Path file : List.of(in, out, err, folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command + " cannot be run", e);
        }
    }

    private Output run(Path in, Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            Output output =
                    new Output(command, ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
            if (!ended) {
                throw new AssertionError("it did not end within " + timeout + ": " + output);
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + command + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
