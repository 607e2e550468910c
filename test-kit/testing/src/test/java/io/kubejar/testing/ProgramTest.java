package io.kubejar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final Program SHELL = Program.of(Path.of("/bin/sh"), "-c");

    @Test
    @DisplayName("a run gets its environment and input, and gives exit code and both outputs")
    void aRunGivesEverything() {
        Program.Output output = SHELL.with("cat; echo $WHO; echo bad >&2; exit 3")
                .env("WHO", "me")
                .input("in\n")
                .run();
        assertThat(output.exit()).isEqualTo(3);
        assertThat(output.out()).isEqualTo("in\nme\n");
        assertThat(output.err()).isEqualTo("bad\n");
        assertThatThrownBy(output::orThrow).hasMessageContaining("exit code 3").hasMessageContaining("bad");
    }

    @Test
    @DisplayName("a run that takes too long is killed and fails")
    void aRunThatTakesTooLongFails() {
        Program slow = SHELL.with("echo begun; exec sleep 60").timeout(Duration.ofMillis(300));
        assertThatThrownBy(slow::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not end within PT0.3S");
    }
}
