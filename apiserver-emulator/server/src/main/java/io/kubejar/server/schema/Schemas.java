package io.kubejar.server.schema;

import io.kubejar.core.object.Gvk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the built-in kinds of Kubernetes 1.36. A group's file is read when the first of its types is asked
 * for, a type when it is first used. Safe for several threads.
 */
public final class Schemas {
    /** The package of the types that all groups share. */
    public static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1";
    /** Kinds that every group version knows, of package {@link #META}. */
    private static final Set<String> SHARED_KINDS = Set.of(
            "DeleteOptions", "Status", "WatchEvent", "APIResourceList", "APIGroup", "APIGroupList", "APIVersions");

    private static final String FOLDER = "builtin/";
    private static final Map<String, Optional<TypeFile>> FILES = new ConcurrentHashMap<>();

    private Schemas() {}

    /** A group version and the package of its types. */
    public record GroupPackage(String group, String version, String typePackage) {}

    private static final class Fingerprint {
        static final String TEXT = String.valueOf(resource("fingerprint.txt"));
    }

    private static final class Index {
        static final Map<String, GroupPackage> GROUPS = read();

        private static Map<String, GroupPackage> read() {
            Map<String, GroupPackage> out = new LinkedHashMap<>();
            String text = resource("index.txt");
            for (String line : String.valueOf(text).split("\n")) {
                String[] words = line.split("\t");
                String group = words[1].equals("-") ? "" : words[1];
                out.put(group + "/" + words[2], new GroupPackage(group, words[2], words[0]));
            }
            return out;
        }
    }

    /** The built-in group versions. */
    public static List<GroupPackage> groups() {
        return List.copyOf(Index.GROUPS.values());
    }

    /** The schema of a built-in kind, or null when it is none. */
    public static @Nullable Schema of(Gvk kind) {
        GroupPackage group = Index.GROUPS.get(kind.group() + "/" + kind.version());
        if (group != null) {
            Schema own = definition(group.typePackage() + "." + kind.kind());
            if (own != null) {
                return own;
            }
        }
        return SHARED_KINDS.contains(kind.kind()) ? definition(META + "." + kind.kind()) : null;
    }

    /** The type of this whole name, or null. */
    public static @Nullable Schema definition(String name) {
        int dot = name.lastIndexOf('.');
        Optional<TypeFile> file = FILES.computeIfAbsent(name.substring(0, dot), Schemas::load);
        return file.isEmpty() ? null : file.get().type(name.substring(dot + 1));
    }

    /** The whole names of all types of a package; empty when there is no such package. */
    public static List<String> definitionsOf(String typePackage) {
        List<String> out = new ArrayList<>();
        FILES.computeIfAbsent(typePackage, Schemas::load)
                .ifPresent(f -> f.names().forEach(n -> out.add(typePackage + "." + n)));
        return out;
    }

    /** {@code ObjectMeta}, which all kinds have. */
    public static Schema objectMeta() {
        return required(META + ".ObjectMeta");
    }

    /** Changes whenever a build has other schemas or texts. */
    public static String fingerprint() {
        return Fingerprint.TEXT;
    }

    static Schema required(String name) {
        Schema found = definition(name);
        if (found == null) {
            throw new IllegalStateException("no type " + name);
        }
        return found;
    }

    private static Optional<TypeFile> load(String typePackage) {
        String text = resource(typePackage + ".txt");
        return Optional.ofNullable(text == null ? null : new TypeFile(typePackage, text, Schemas::required));
    }

    /** A file of the generated folder, or null. */
    static @Nullable String resource(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
