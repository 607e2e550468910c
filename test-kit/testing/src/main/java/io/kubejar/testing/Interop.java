package io.kubejar.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The programs of others that interop tests talk to: kubectl, etcdctl, etcd.
 *
 * <p>A test that needs one asks here and carries {@code @Tag("interop")}. Where the program is missing the test is
 * skipped, unless the environment says {@code KUBEJAR_INTEROP=required}: then it fails, so that a build which promises
 * interop cannot pass without it.
 */
public final class Interop {
    private Interop() {}

    /**
     * The program of this name: from the folders of {@code PATH}, or from the folder in which a {@code kubectl} or
     * {@code gcloud} of {@code PATH} really lies, where one version of kubectl lies beside the others.
     */
    public static Path tool(String name) {
        return tool(name, System.getenv());
    }

    /** The kubectl of a minor version such as {@code 1.30}. */
    public static Path kubectl(String minor) {
        return tool("kubectl." + minor);
    }

    /** What looks into etcd's snapshots and restores them: {@code etcdutl} or, where an older etcd has none, {@code etcdctl}. */
    public static Path snapshotTool() {
        Path etcdutl = find("etcdutl", folders(System.getenv().getOrDefault("PATH", "")));
        return etcdutl == null ? tool("etcdctl") : etcdutl;
    }

    static Path tool(String name, Map<String, String> environment) {
        Set<Path> folders = folders(environment.getOrDefault("PATH", ""));
        Path found = find(name, folders);
        if (found != null) {
            return found;
        }
        String message = name + " is in none of " + folders;
        if ("required".equals(environment.get("KUBEJAR_INTEROP"))) {
            throw new AssertionFailedError(message + ", and KUBEJAR_INTEROP=required");
        }
        throw new TestAbortedException(message);
    }

    private static @Nullable Path find(String name, Set<Path> folders) {
        for (Path folder : folders) {
            Path file = folder.resolve(name);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return file;
            }
        }
        return null;
    }

    private static Set<Path> folders(String path) {
        List<Path> listed = new ArrayList<>();
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                listed.add(Path.of(folder));
            }
        }
        Set<Path> out = new LinkedHashSet<>(listed);
        for (Path folder : listed) {
            for (String name : List.of("kubectl", "gcloud")) {
                Path real = realFolder(folder.resolve(name));
                if (real != null) {
                    out.add(real);
                }
            }
        }
        return out;
    }

    private static @Nullable Path realFolder(Path file) {
        try {
            return Files.exists(file) ? file.toRealPath().getParent() : null;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be followed", e);
        }
    }
}
