package io.kubejar.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of this repository, as the rules look at them. */
final class Repository {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Set<String> NOT_OURS =
            Set.of(".git", ".kubejar", ".idea", ".vscode", "target", "node_modules");

    private final Path root;

    private Repository(Path root) {
        this.root = root;
    }

    /** The repository that the tests run in. */
    static Repository here() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("apiserver-emulator"))) {
            Path parent = at.getParent();
            if (parent == null) {
                throw new IllegalStateException("the tests must run inside the repository");
            }
            at = parent;
        }
        return new Repository(at);
    }

    /** The path from the root, with slashes. */
    String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** The folders of all modules of the parent POM. */
    List<Path> modules() {
        return MODULE.matcher(read(root.resolve("pom.xml")))
                .results()
                .map(match -> root.resolve(match.group(1)))
                .toList();
    }

    /** All Java sources of the modules: {@code kind} is "main" or "test". */
    List<Path> sources(String kind) {
        List<Path> out = new ArrayList<>();
        for (Path module : modules()) {
            out.addAll(files(sourceFolder(module, kind), file -> file.toString().endsWith(".java")));
        }
        return out;
    }

    /** The text files that people write: sources, documents, scripts, build files. */
    List<Path> texts() {
        return files(root, Repository::isText);
    }

    /** The markdown documents. */
    List<Path> documents() {
        return files(root, file -> file.toString().endsWith(".md"));
    }

    /** The compiled classes of all modules; classes whose source is gone are left out. */
    List<JavaClass> classes(String kind) {
        List<JavaClass> out = new ArrayList<>();
        for (Path module : modules()) {
            Path compiled = module.resolve(kind.equals("main") ? "target/classes" : "target/test-classes");
            if (Files.isDirectory(compiled)) {
                JavaClasses classes = new ClassFileImporter().importPath(compiled);
                classes.stream()
                        .filter(one -> Files.exists(sourceOf(module, kind, one.getName())))
                        .forEach(out::add);
            }
        }
        return out;
    }

    /** The sources without a compiled class, which the rules on classes would therefore not see. */
    List<Path> notCompiled(String kind) {
        List<Path> out = new ArrayList<>();
        for (Path module : modules()) {
            Path from = sourceFolder(module, kind);
            Path compiled = module.resolve(kind.equals("main") ? "target/classes" : "target/test-classes");
            for (Path source : files(from, file -> file.toString().endsWith(".java"))) {
                String name = from.relativize(source).toString().replaceFirst("\\.java$", ".class");
                if (!Files.exists(compiled.resolve(name))) {
                    out.add(source);
                }
            }
        }
        return out;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static Path sourceFolder(Path module, String kind) {
        return module.resolve("src").resolve(kind).resolve("java");
    }

    private static Path sourceOf(Path module, String kind, String className) {
        String outer = className.contains("$") ? className.substring(0, className.indexOf('$')) : className;
        return sourceFolder(module, kind).resolve(outer.replace('.', '/') + ".java");
    }

    private static boolean isText(Path file) {
        String name = String.valueOf(file.getFileName());
        return Stream.of(".java", ".md", ".xml", ".yaml", ".yml", ".sh", ".properties", ".kts", ".gradle")
                        .anyMatch(name::endsWith)
                || Set.of("dev", "kubejar", "run", "NOTICE").contains(name);
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) {
        List<Path> out = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return out;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, @Nullable BasicFileAttributes attributes) {
                    return NOT_OURS.contains(String.valueOf(dir.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, @Nullable BasicFileAttributes attributes) {
                    if (wanted.test(file)) {
                        out.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be walked", e);
        }
        out.sort(null);
        return out;
    }
}
