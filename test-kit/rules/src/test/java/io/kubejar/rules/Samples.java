package io.kubejar.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Small classes, compiled on the spot, on which the rules are tried. */
final class Samples {
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

    private Samples() {}

    /** Compiles the sources, each a whole file with one type, and reads the classes. */
    static List<JavaClass> compile(Path folder, String... sources) {
        try {
            List<Path> files = new ArrayList<>();
            for (String source : sources) {
                Path file =
                        folder.resolve(first(PACKAGE, source).replace('.', '/') + "/" + first(TYPE, source) + ".java");
                Files.createDirectories(file.getParent());
                files.add(Files.writeString(file, source));
            }
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            StringWriter log = new StringWriter();
            try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
                boolean good = compiler.getTask(
                                log,
                                manager,
                                null,
                                List.of("-proc:none", "-d", folder.toString()),
                                null,
                                manager.getJavaFileObjectsFromPaths(files))
                        .call();
                assertThat(good).as(log.toString()).isTrue();
            }
            return List.copyOf(new ClassFileImporter().importPath(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String first(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        assertThat(matcher.find()).as("%s in %s", pattern, source).isTrue();
        return matcher.group(1);
    }
}
