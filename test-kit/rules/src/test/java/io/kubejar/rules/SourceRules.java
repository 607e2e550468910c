package io.kubejar.rules;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The rules that show in the source: sizes, imports, streams, annotations, leftovers. */
final class SourceRules {
    static final int LINES_PER_FILE_MAX = 400;
    static final int LINES_PER_METHOD_MAX = 70;

    /** Modules whose users read the standard streams. */
    private static final Set<String> MAY_PRINT = Set.of("test-kit/cli", "test-kit/junit", "test-kit/bench");

    private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    private static final Pattern NULL_MARKED_PACKAGE =
            Pattern.compile("^/\\*\\*.*?\\*/\\s+@NullMarked\\s+package ", Pattern.DOTALL);

    private static final SourcePositions POSITIONS = Trees.instance(
                    (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, List.of()))
            .getSourcePositions();

    private SourceRules() {}

    /** What in the Java sources breaks a rule, a line each; the key is the file's name as the message gives it. */
    static List<String> violations(Map<String, String> sources) {
        List<String> out = new ArrayList<>();
        sources.forEach((name, text) -> {
            long lines = text.lines().count();
            if (lines > LINES_PER_FILE_MAX) {
                out.add(name + " has " + lines + " lines, allowed are " + LINES_PER_FILE_MAX + ": split it by subject");
            }
            out.addAll(leftovers(name, text));
        });
        out.addAll(packages(sources));
        for (CompilationUnitTree unit : parse(sources, out)) {
            new Scanner(unit, out).scan(unit, null);
        }
        return out;
    }

    /** The marks of unfinished work in a text, a line each. */
    static List<String> leftovers(String name, String text) {
        List<String> out = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (LEFTOVER.matcher(line).find()) {
                out.add(name + ":" + number + " has a mark of unfinished work: finish it or refuse it by name");
            }
        }
        return out;
    }

    /** Every package of a module has one package-info that marks it. */
    private static List<String> packages(Map<String, String> sources) {
        Map<String, Boolean> marked = new TreeMap<>();
        sources.forEach((name, text) -> {
            String folder = name.substring(0, name.lastIndexOf('/')).replaceFirst("/src/(main|test)/java/", "/");
            boolean good = name.endsWith("/package-info.java")
                    && NULL_MARKED_PACKAGE.matcher(text).find();
            marked.merge(folder, good, Boolean::logicalOr);
        });
        return marked.entrySet().stream()
                .filter(one -> !one.getValue())
                .map(one -> one.getKey() + " has no package-info.java with a sentence of javadoc and @NullMarked")
                .toList();
    }

    private static Iterable<? extends CompilationUnitTree> parse(Map<String, String> sources, List<String> out) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, text) -> files.add(new Source(name, text)));
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                null,
                problem -> out.add("cannot be parsed: " + problem.getMessage(null)),
                List.of("-proc:none"),
                null,
                files);
        try {
            return task.parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String name;
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.name = name;
            this.text = text;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final List<String> out;
        private final String name;

        Scanner(CompilationUnitTree unit, List<String> out) {
            this.unit = unit;
            this.out = out;
            this.name = unit.getSourceFile().getName();
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            String called = method.getName().contentEquals("<init>") ? "the constructor" : method.getName() + "()";
            checkLength(method, called);
            return super.visitMethod(method, nothing);
        }

        @Override
        public @Nullable Void visitBlock(BlockTree block, @Nullable Void nothing) {
            if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
                checkLength(block, "the initializer");
            }
            return super.visitBlock(block, nothing);
        }

        @Override
        public @Nullable Void visitImport(ImportTree imported, @Nullable Void nothing) {
            if (imported.getQualifiedIdentifier().toString().endsWith(".*")) {
                add(imported, "imports a wildcard: name each class");
            }
            return super.visitImport(imported, nothing);
        }

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
            String type = annotation.getAnnotationType().toString();
            if (type.equals("Disabled") || type.endsWith(".Disabled")) {
                add(annotation, "disables a test: mend it or remove it");
            }
            return super.visitAnnotation(annotation, nothing);
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void nothing) {
            String text = select.toString();
            if ((text.equals("System.out") || text.equals("System.err"))
                    && MAY_PRINT.stream().noneMatch(module -> name.startsWith(module + "/"))) {
                add(
                        select,
                        "uses " + text
                                + ": only the command line, the story of a failed test and the benchmarks print; others log or throw");
            }
            if (select.getIdentifier().contentEquals("printStackTrace")) {
                add(select, "prints a stack trace: log the exception or let it pass");
            }
            return super.visitMemberSelect(select, nothing);
        }

        private void checkLength(Tree tree, String called) {
            long lines = unit.getLineMap().getLineNumber(POSITIONS.getEndPosition(unit, tree))
                    - unit.getLineMap().getLineNumber(POSITIONS.getStartPosition(unit, tree))
                    + 1;
            if (lines > LINES_PER_METHOD_MAX) {
                add(tree, called + " has " + lines + " lines, allowed are " + LINES_PER_METHOD_MAX + ": split it");
            }
        }

        private void add(Tree tree, String message) {
            long line = unit.getLineMap().getLineNumber(POSITIONS.getStartPosition(unit, tree));
            out.add(name + ":" + line + " " + message);
        }
    }
}
