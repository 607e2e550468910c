package io.kubejar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.time.SystemClock;
import io.kubejar.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script, with a Maven and a Java that only say what they were told to do. */
class LauncherTest {
    private static final String MAVEN = """
            #!/bin/sh
            echo x >> "$FAKES/builds"
            [ ! -e "$FAKES/stop-build" ] || { kill "$(cat test-kit/cli/target/launcher/lock/pid)"; exit 143; }
            [ ! -e "$FAKES/broken" ] || { echo "[ERROR] it does not compile"; exit 1; }
            echo "[INFO] Building kubejar-core 0.1.0-SNAPSHOT   [2/3]"
            mkdir -p test-kit/cli/target
            echo jar > test-kit/cli/target/kubejar-cli-1.jar
            echo "$FAKES/library.jar" > test-kit/cli/target/launcher.classpath
            """;
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then
              echo "openjdk version \\"$(cat "$FAKES/version")\\" 2026-01-01" >&2
              exit 0
            fi
            while [ $# -gt 0 ]; do
              case "$1" in
                -XX:ArchiveClassesAtExit=*)
                  [ ! -e "$FAKES/stop-archive" ] || { kill "$(cat "$(dirname "${1#*=}")/../lock/pid")"; exit 143; }
                  echo archive > "${1#*=}"
                  ;;
                -XX:SharedArchiveFile=*) echo "with archive" ;;
                -cp) shift; echo "classpath $1" ;;
                io.kubejar.cli.Main) shift; break ;;
              esac
              shift
            done
            pwd
            for argument in "$@"; do echo "argument $argument"; done
            [ "$1" != fail ] || exit 7
            """;

    @TempDir
    Path folder;

    private Path root;
    private Path fakes;
    private Path elsewhere;
    private Path source;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        fakes = Files.createDirectory(folder.resolve("fakes"));
        elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path script = Path.of("").toAbsolutePath().resolve("../../kubejar").normalize();
        Files.copy(script, root.resolve("kubejar"));
        Files.writeString(root.resolve("pom.xml"), "");
        source = root.resolve("test-kit/cli/src/main/java/Main.java");
        for (Path file : new Path[] {source, root.resolve("test-kit/cli/src/test/java/MainTest.java")}) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        script(fakes.resolve("mvn"), MAVEN);
        script(fakes.resolve("java"), JAVA);
        Files.writeString(fakes.resolve("version"), "17.0.1\n");
    }

    @Test
    @DisplayName("the first call builds, tells so, and runs from copies of our jars where the user stands")
    void theFirstCallBuilds() {
        Program.Output output = run("up", "--kubeconfig", "a b");
        assertThat(output.err())
                .isEqualTo("kubejar: building, which takes a minute or so the first time\n"
                        + "kubejar: building kubejar-core (2/3)\n"
                        + "kubejar: preparing fast starts\n");
        assertThat(output.out().lines().toList())
                .hasSize(6)
                .contains("with archive", elsewhere.toString(), "argument up", "argument --kubeconfig", "argument a b")
                .anyMatch(line -> line.matches("classpath " + root + "/test-kit/cli/target/launcher/build-[-0-9]+"
                        + "/kubejar-cli-1.jar:" + fakes + "/library.jar"));
        assertThat(output.exit()).isZero();
    }

    @Test
    @DisplayName("the next call does not build and says nothing of its own")
    void theNextCallDoesNotBuild() {
        run("up");
        Program.Output output = run("version");
        assertThat(output.err()).isEmpty();
        assertThat(output.out()).contains("argument version");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    @DisplayName("the program's exit code is the script's")
    void theExitCodeIsPassedOn() {
        assertThat(run("fail").exit()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop-build", "stop-archive"})
    @DisplayName(
            "a call that is stopped while it builds or prepares runs nothing, and the next one goes on as if it were first")
    void aStoppedBuildIsNoFailedOne(String when) throws IOException {
        Files.createFile(fakes.resolve(when));
        Program.Output output = run("up");
        assertThat(output.err())
                .endsWith("kubejar: stopped; the next call goes on\n")
                .doesNotContain("failed");
        assertThat(output.out()).doesNotContain("argument up");
        assertThat(output.exit()).isEqualTo(143);
        assertThat(root.resolve("test-kit/cli/target/launcher/lock")).doesNotExist();

        Files.delete(fakes.resolve(when));
        assertThat(run("up").out()).contains("argument up", "with archive");
    }

    @Test
    @DisplayName("a changed source, a new one and a removed one are built; a changed test is not")
    void changesAreBuilt() throws IOException {
        run("up");
        later(source);
        run("up");
        assertThat(builds()).isEqualTo(2);

        Path fresh = Files.writeString(source.resolveSibling("New.java"), "");
        later(fresh);
        run("up");
        assertThat(builds()).isEqualTo(3);

        Files.delete(fresh);
        later(fresh.getParent());
        run("up");
        assertThat(builds()).isEqualTo(4);

        later(root.resolve("test-kit/cli/src/test/java/MainTest.java"));
        run("up");
        assertThat(builds()).isEqualTo(4);
    }

    @Test
    @DisplayName("a build that fails shows its first errors and where the rest is, and is tried again")
    void aFailingBuildIsTold() throws IOException {
        Files.createFile(fakes.resolve("broken"));
        Program.Output output = run("up");
        assertThat(output.exit()).isEqualTo(1);
        assertThat(output.err())
                .endsWith("[ERROR] it does not compile\n"
                        + "kubejar: the build failed; all of it is in " + root
                        + "/test-kit/cli/target/launcher/build.log\n");
        Files.delete(fakes.resolve("broken"));
        assertThat(run("up").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.2", "1.8.0_402"})
    void anOldJavaIsRefused(String version) throws IOException {
        Files.writeString(fakes.resolve("version"), version);
        Program.Output output = run("up");
        assertThat(output.exit()).isEqualTo(1);
        assertThat(output.err())
                .isEqualTo("kubejar: Java 17 or later is needed; " + fakes + "/java is version "
                        + version.split("\\.")[0] + "\n");
        assertThat(output.out()).isEmpty();
    }

    @Test
    @DisplayName("without Maven it says what is needed")
    void withoutMaven() throws IOException {
        Files.delete(fakes.resolve("mvn"));
        Program.Output output =
                launcher("up").env("PATH", fakes + ":" + toolsWithoutMaven()).run();
        assertThat(output.exit()).isEqualTo(1);
        assertThat(output.err()).isEqualTo("kubejar: Maven is needed to build; there is no mvn in PATH\n");
    }

    @Test
    @DisplayName("a wrong JAVA_HOME is named")
    void aWrongJavaHomeIsNamed() {
        Program.Output output = launcher("up").env("JAVA_HOME", "/nowhere").run();
        assertThat(output.exit()).isEqualTo(1);
        assertThat(output.err())
                .isEqualTo("kubejar: Java 17 or later is needed; there is no java in /nowhere/bin,"
                        + " which JAVA_HOME names\n");
    }

    private Program.Output run(String... arguments) {
        return launcher(arguments).run();
    }

    private Program launcher(String... arguments) {
        return Program.of(Path.of("/bin/sh"), "-c", "cd \"$0\" && exec \"$@\"", elsewhere.toString())
                .with(root.resolve("kubejar").toString())
                .with(arguments)
                .env("FAKES", fakes.toString())
                .env("JAVA_HOME", "")
                .env("PATH", fakes + ":" + System.getenv("PATH"))
                .timeout(Duration.ofSeconds(60));
    }

    /** A folder with what the script calls but for Maven. */
    private Path toolsWithoutMaven() throws IOException {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : new String[] {
            "bash", "env", "dirname", "readlink", "cksum", "stat", "sed", "head", "mkdir", "cat", "rm", "find", "sleep"
        }) {
            for (String place : System.getenv("PATH").split(":", -1)) {
                Path file = Path.of(place, tool);
                if (Files.isExecutable(file) && !Files.exists(tools.resolve(tool))) {
                    script(tools.resolve(tool), "#!/bin/sh\nexec " + file + " \"$@\"\n");
                }
            }
        }
        return tools;
    }

    private int builds() {
        try {
            return Files.readAllLines(fakes.resolve("builds")).size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** Makes a file or folder as if it had been written after the last build; everything else is older than that. */
    private void later(Path file) throws IOException {
        Instant now = SystemClock.INSTANCE.now();
        makeOld(root);
        Files.setLastModifiedTime(
                root.resolve("test-kit/cli/target/launcher/stamp"), FileTime.from(now.minusSeconds(20)));
        Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(10)));
    }

    private static void makeOld(Path tree) throws IOException {
        FileTime old = FileTime.from(SystemClock.INSTANCE.now().minusSeconds(3_600));
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path one : all.toList()) {
                Files.setLastModifiedTime(one, old);
            }
        }
    }
}
