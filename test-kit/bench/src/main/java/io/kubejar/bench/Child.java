package io.kubejar.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of ours that says on its standard output how far it is. A JVM among them ends when its standard input does, so
 * that none outlives this one.
 */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;

    private Child(Process process) {
        this.process = process;
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** A program; what it says goes to a file. */
    static Child program(Path log, List<String> command) throws IOException {
        return new Child(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    /** A JVM like this one that runs a class of ours. */
    static Child jvm(Class<?> main, String... arguments) throws IOException {
        return jvm(System.getProperty("java.class.path"), List.of(), main, arguments);
    }

    /** Like {@link #jvm(Class, String...)}, with options for the JVM. */
    static Child jvm(List<String> options, Class<?> main, String... arguments) throws IOException {
        return jvm(System.getProperty("java.class.path"), options, main, arguments);
    }

    /** Like {@link #jvm(Class, String...)}, on another class path. */
    static Child jvm(String classPath, Class<?> main, String... arguments) throws IOException {
        return jvm(classPath, List.of(), main, arguments);
    }

    private static Child jvm(String classPath, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new Child(
                new ProcessBuilder(command).redirectError(Redirect.DISCARD).start());
    }

    /** The rest of the next line that begins with this word. */
    String await(String word) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(word)) {
                return line.substring(word.length()).strip();
            }
        }
        throw new IOException("the child ended before it said " + word);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** For a main: returns once the parent is done with it. */
    static void awaitParent() throws IOException {
        while (System.in.read() >= 0) {
            // nothing that it says matters
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
