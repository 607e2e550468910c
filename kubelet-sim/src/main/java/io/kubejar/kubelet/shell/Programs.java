package io.kubejar.kubelet.shell;

import io.kubejar.kubelet.behaviour.ContainerBehaviour;
import io.kubejar.kubelet.behaviour.ContainerContext;
import io.kubejar.kubelet.behaviour.ContainerProcess;
import io.kubejar.kubelet.pod.ImageNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a container does that nobody has described: it runs its shell line when it has one, else it does what its part in
 * the pod asks for. A server runs for ever; what is meant to end (an init container, a Job's pod) succeeds at once.
 */
public final class Programs {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash", "busybox");
    /** Images whose own program is a shell, which ends at once without a terminal. */
    private static final Set<String> SHELL_IMAGES =
            Set.of("busybox", "alpine", "debian", "ubuntu", "bash", "centos", "fedora", "amazonlinux", "rockylinux");

    private Programs() {}

    /** A line to run, with its positional parameters. */
    record Line(Node node, List<String> positional) {}

    /** The behaviour. */
    public static ContainerBehaviour asWritten() {
        return context -> {
            List<String> all = new ArrayList<>(context.command());
            all.addAll(context.args());
            boolean ownProgram = context.command().isEmpty() && !isShellImage(context.image());
            Line line = all.isEmpty() || ownProgram ? null : line(all);
            return line != null ? Shell.main(context, line.node(), line.positional()) : ofImage(context, all);
        };
    }

    /** A behaviour that runs the given shell line; when it cannot be read, the container ends with code 2. */
    public static ContainerBehaviour ofLine(String text) {
        return context -> {
            try {
                return Shell.main(context, Parser.parse(text), List.of());
            } catch (Parser.SyntaxProblem e) {
                context.line(context.startedAt(), "sh: " + e.getMessage());
                return now -> ContainerProcess.Progress.exited(2, context.startedAt());
            }
        };
    }

    private static boolean isShellImage(String image) {
        return SHELL_IMAGES.contains(ImageNames.shortName(image));
    }

    private static ContainerProcess ofImage(ContainerContext context, List<String> all) {
        String name = ImageNames.shortName(context.image());
        if (all.isEmpty() && name.equals("hello-world")) {
            context.line(context.startedAt(), "Hello from Docker!");
            return now -> ContainerProcess.Progress.exited(0, context.startedAt());
        }
        if ((all.isEmpty() && isShellImage(context.image())) || context.meantToEnd()) {
            return now -> ContainerProcess.Progress.exited(0, context.startedAt());
        }
        return now -> ContainerProcess.Progress.FOR_EVER;
    }

    /** The line of a command with arguments; null when it is none that this shell can run. */
    static @Nullable Line line(List<String> all) {
        String program = baseName(all.get(0));
        try {
            if (SHELLS.contains(program)) {
                return ofShell(all);
            }
            if (!Commands.ALL.containsKey(program)) {
                return null;
            }
            List<Node.Word> words = all.stream()
                    .map(a -> new Node.Word(List.of(new Node.Part.Text(a, true))))
                    .collect(Collectors.toList());
            return new Line(new Node.Simple(List.of(), words, List.of()), List.of());
        } catch (Parser.SyntaxProblem e) {
            return null;
        }
    }

    private static @Nullable Line ofShell(List<String> all) {
        for (int i = 1; i < all.size(); i++) {
            String option = all.get(i);
            if (option.startsWith("-") && option.endsWith("c") && i + 1 < all.size()) {
                return new Line(Parser.parse(all.get(i + 1)), all.subList(i + 2, all.size()));
            }
            if (!option.startsWith("-") && !option.equals("sh")) {
                return all.get(0).endsWith("busybox") ? line(all.subList(1, all.size())) : null;
            }
        }
        return new Line(new Node.Sequence(List.of()), List.of());
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A command by its name. One that is not known does what the container is for. */
    static Command command(String name) {
        Command known = Commands.ALL.get(baseName(name));
        return known != null
                ? known
                : (args, input, shell) -> shell.context().meantToEnd() ? Command.Result.OK : Command.Result.forEver();
    }
}
