package io.kubejar.kubelet.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.kubelet.behaviour.ContainerContext;
import io.kubejar.kubelet.behaviour.ContainerProcess;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A shell that runs a line in the time that it is told: it goes on until it sleeps or ends, and goes on from there when
 * its time has come. A loop that never sleeps is given a thousand steps a second.
 */
final class Shell implements ContainerProcess {
    private static final int STEPS_PER_SECOND = 1000;
    private static final int KILLED_BY_TERM = 143;

    private final ContainerContext context;
    private final List<Code.Op> code;
    private final Map<String, String> variables;
    private final Map<String, String> files;
    private final Deque<Iterator<String>> words = new ArrayDeque<>();
    private final boolean interactive; // in the container itself, not for a probe or in $(...)
    private final StringBuilder captured = new StringBuilder();
    private final List<String> positional;
    private int at;
    private int status;
    private Instant time;
    private boolean forEver;
    private ContainerProcess.@Nullable Exit exit;

    private Shell(
            ContainerContext context,
            Node line,
            List<String> positional,
            Map<String, String> variables,
            Map<String, String> files,
            boolean interactive,
            Instant time) {
        this.context = context;
        this.code = Code.of(line);
        this.positional = positional;
        this.variables = variables;
        this.files = files;
        this.interactive = interactive;
        this.time = time;
    }

    /** The main process of a container. */
    static Shell main(ContainerContext context, Node line, List<String> positional) {
        return new Shell(
                context, line, positional, new TreeMap<>(context.env()), new TreeMap<>(), true, context.startedAt());
    }

    /** Runs a line at once and beside the main one: its status, and what it wrote. */
    private Shell beside(Node line, Map<String, String> itsVariables, Instant now) {
        Shell beside = new Shell(context, line, positional, itsVariables, files, false, now);
        for (int steps = 0; beside.exit == null && !beside.forEver && steps < STEPS_PER_SECOND; steps++) {
            beside.step();
        }
        return beside;
    }

    @Override
    public Progress advance(Instant now) {
        int steps = 0;
        while (exit == null && !forEver && !time.isAfter(now)) {
            step();
            if (++steps == STEPS_PER_SECOND) {
                time = time.plusSeconds(1);
                steps = 0;
            }
        }
        if (exit != null) {
            return new Progress(exit, null);
        }
        return forEver ? Progress.FOR_EVER : Progress.until(time);
    }

    @Override
    public @Nullable Integer stop(Instant now) {
        return forEver ? 0 : KILLED_BY_TERM;
    }

    @Override
    public boolean answersProbes() {
        return true;
    }

    /** Probes that run a command are answered by running it; to others the container listens. */
    @Override
    public ProbeResult probe(String field, JsonNode probe, Instant now) {
        List<String> command = Json.strings(Json.at(probe, "exec", "command"));
        if (command.isEmpty()) {
            return ProbeResult.SUCCESS;
        }
        Programs.Line line = Programs.line(command);
        if (line == null) {
            return ProbeResult.SUCCESS;
        }
        Shell beside = beside(line.node(), new TreeMap<>(variables), now);
        boolean success = beside.forEver || beside.status() == 0;
        return new ProbeResult(success, beside.captured.toString());
    }

    private int status() {
        return exit == null ? status : exit.code();
    }

    private void step() {
        if (at >= code.size()) {
            exit = new Exit(status, terminationMessage(), time);
            return;
        }
        Code.Op op = code.get(at++);
        if (op instanceof Code.Op.Run run) {
            run(run);
        } else if (op instanceof Code.Op.Jump jump) {
            at = jump.to();
        } else if (op instanceof Code.Op.JumpIf jump) {
            at = (status == 0) == jump.succeeded() ? jump.to() : at;
        } else if (op instanceof Code.Op.Not) {
            status = status == 0 ? 1 : 0;
        } else if (op instanceof Code.Op.Status set) {
            status = set.status();
        } else if (op instanceof Code.Op.Begin begin) {
            words.push(new Expansion(this).fields(begin.loop().words()).iterator());
        } else if (op instanceof Code.Op.Next next) {
            Iterator<String> left = words.getFirst();
            if (left.hasNext()) {
                variables.put(next.name(), left.next());
            } else {
                at = next.otherwise();
            }
        } else if (op instanceof Code.Op.Drop) {
            words.pop();
        }
    }

    private void run(Code.Op.Run run) {
        String input = "";
        Command.Result result = Command.Result.OK;
        for (Node.Simple simple : run.commands()) {
            result = run(simple, input);
            input = result.output();
        }
        if (run.background()) {
            status = 0;
            write(result.output());
            return;
        }
        status = result.status();
        write(result.output());
        if (result.sleep() != null) {
            time = time.plus(result.sleep());
        }
        switch (result.then()) {
            case GO_ON -> {}
            case EXIT -> exit = new Exit(status, terminationMessage(), time);
            case RUN_FOR_EVER -> forEver = true;
        }
    }

    private Command.Result run(Node.Simple simple, String input) {
        Expansion expansion = new Expansion(this);
        for (Node.Assignment assignment : simple.assignments()) {
            variables.put(assignment.name(), expansion.text(assignment.value()));
        }
        List<String> words = expansion.fields(simple.words());
        String stdin = input;
        for (Node.Redirect redirect : simple.redirects()) {
            if (redirect.descriptor() == 0 && !redirect.file().parts().isEmpty()) {
                String content = read(expansion.text(redirect.file()));
                stdin = content == null ? "" : content;
            }
        }
        Command.Result result = words.isEmpty()
                ? Command.Result.OK
                : Programs.command(words.get(0)).run(words.subList(1, words.size()), stdin, this);
        for (Node.Redirect redirect : simple.redirects()) {
            if (redirect.descriptor() == 1) {
                redirect(expansion.text(redirect.file()), redirect.append(), result.output());
                result = new Command.Result(result.status(), "", result.then(), result.sleep());
            }
        }
        return result;
    }

    private void redirect(String file, boolean append, String text) {
        if (file.equals("/dev/stdout") || file.equals("/dev/stderr") || file.startsWith("/proc/1/fd/")) {
            write(text);
        } else if (!file.equals("/dev/null")) {
            String before = append ? files.getOrDefault(file, "") : "";
            files.put(file, before + text);
        }
    }

    private void write(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (interactive) {
            context.output().write(time, text);
        } else {
            captured.append(text);
        }
    }

    private String terminationMessage() {
        return files.getOrDefault("/dev/termination-log", "");
    }

    /** The output of a command that stands inside a word. */
    String outputOf(Node command) {
        Shell beside = beside(command, new TreeMap<>(variables), time);
        status = beside.status();
        return beside.captured.toString();
    }

    /** The text of a file; null when there is none. */
    @Nullable
    String read(String file) {
        String own = files.get(file);
        return own != null ? own : context.files().apply(file);
    }

    /** Writes a file, or takes it away with null. */
    void file(String name, @Nullable String text) {
        if (text == null) {
            files.remove(name);
        } else {
            files.put(name, text);
        }
    }

    @Nullable
    String variable(String name) {
        return switch (name) {
            case "?" -> Integer.toString(status);
            case "#" -> Integer.toString(Math.max(0, positional.size() - 1));
            case "$" -> "1";
            case "@", "*" -> String.join(" ", positional.subList(Math.min(1, positional.size()), positional.size()));
            case "RANDOM" -> Integer.toString(random());
            default -> {
                if (Character.isDigit(name.charAt(0))) {
                    int index = Integer.parseInt(name);
                    yield index < positional.size() ? positional.get(index) : index == 0 ? "sh" : null;
                }
                yield variables.get(name);
            }
        };
    }

    /** Numbers that look like chance and are the same for the same pod at the same step. */
    private int random() {
        long mixed = (context.pod().uid().hashCode() * 31L + time.toEpochMilli()) * 6364136223846793005L + at;
        return (int) ((mixed >>> 33) & 0x7fff);
    }

    void set(String name, String value) {
        variables.put(name, value);
    }

    Map<String, String> variables() {
        return variables;
    }

    Instant time() {
        return time;
    }

    ContainerContext context() {
        return context;
    }
}
