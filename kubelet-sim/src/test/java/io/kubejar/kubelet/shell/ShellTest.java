package io.kubejar.kubelet.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import io.kubejar.kubelet.behaviour.ContainerContext;
import io.kubejar.kubelet.behaviour.ContainerProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final ApiObject POD =
            ApiObject.ofJson("{\"metadata\":{\"name\":\"p\",\"namespace\":\"default\",\"uid\":\"u\"}}");

    private final StringBuilder output = new StringBuilder();

    private ContainerContext context(List<String> command, List<String> args, String image, boolean meantToEnd) {
        return new ContainerContext(
                POD,
                "c",
                image,
                command,
                args,
                Map.of("NAME", "world", "EMPTY", "", "LIST", "a b"),
                0,
                START,
                meantToEnd,
                (at, text) -> output.append(text),
                (resource, namespace, name) -> null,
                path -> "/etc/motd".equals(path) ? "hello\n" : null);
    }

    private ContainerProcess.Progress run(String line, int seconds) {
        ContainerContext context = context(List.of("sh", "-c", line), List.of(), "busybox", false);
        return Programs.asWritten().start(context).advance(START.plusSeconds(seconds));
    }

    @ParameterizedTest
    @DisplayName("B8.18 what a line writes and how it ends")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "echo hello                                        ~ hello|                ~ 0",
                "echo -n hello; echo $NAME                         ~ helloworld|           ~ 0",
                "echo \"$NAME\" '$NAME' ${NAME} ${NONE:-else}      ~ world $NAME world else| ~ 0",
                "true && echo yes || echo no                       ~ yes|                  ~ 0",
                "false && echo yes || echo no                      ~ no|                   ~ 0",
                "false || exit 3; echo never                       ~ ``                    ~ 3",
                "! true; echo $?                                   ~ 1|                    ~ 0",
                "if [ -f /etc/motd ]; then cat /etc/motd; fi       ~ hello|                ~ 0",
                "if [ -z \"$EMPTY\" ]; then echo e; else echo f; fi ~ e|                   ~ 0",
                "if false; then echo a; elif true; then echo b; fi ~ b|                    ~ 0",
                "for i in 1 2 $LIST; do echo $i; done              ~ 1|2|a|b|              ~ 0",
                "for i in $(seq 3); do if [ $i -eq 2 ]; then break; fi; echo $i; done ~ 1| ~ 0",
                "i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done ~ 1|2|3|            ~ 0",
                "i=9; until [ $i -le 7 ]; do i=$((i - 1)); done; echo $i ~ 7|              ~ 0",
                "echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f     ~ a|b|                  ~ 0",
                "echo quiet > /dev/null; echo loud >&2             ~ loud|                 ~ 0",
                "echo a b | wc -c | tee /tmp/n; cat /tmp/n         ~ 4|4|                  ~ 0",
                "cat /missing                                      ~ cat: can't open '/missing': No such file or directory| ~ 1",
                "(echo in; exit 5)                                 ~ in|                   ~ 5",
                "printf '%s-%s\\n' a b                             ~ a-b|                  ~ 0",
                "echo $(date +%Y-%m-%dT%H:%M:%S)                   ~ 2026-11-21T10:00:00|  ~ 0",
                "nslookup nothere > /dev/null; echo $?             ~ 1|                    ~ 0",
                "# a comment                                       ~ ``                    ~ 0",
                "exec sleep 0                                      ~ ``                    ~ 0",
            })
    void lines(String line, String expected, int code) {
        ContainerProcess.Progress progress = run(line, 0);
        assertThat(output.toString()).isEqualTo(expected.replace('|', '\n'));
        assertThat(progress.exit()).isNotNull();
        assertThat(progress.exit().code()).isEqualTo(code);
    }

    @Test
    void sleepStandsStill() {
        ContainerContext context =
                context(List.of("sh", "-c", "while true; do date +%s; sleep 1.5; done"), List.of(), "busybox", false);
        ContainerProcess process = Programs.asWritten().start(context);
        assertThat(process.advance(START).wake()).isEqualTo(START.plusMillis(1500));
        process.advance(START.plusSeconds(4));
        assertThat(output.toString().lines()).containsExactly("1795255200", "1795255201", "1795255203");
    }

    @Test
    void loopWithoutSleepDoesNotHang() {
        assertThat(run("while true; do :; done", 3).exit()).isNull();
    }

    @Test
    void exitIsAtItsOwnTime() {
        ContainerProcess.Exit exit = run("sleep 5; exit 2", 60).exit();
        assertThat(exit.at()).isEqualTo(START.plusSeconds(5));
        assertThat(exit.code()).isEqualTo(2);
    }

    @Test
    void terminationMessageIsAFile() {
        assertThat(run("echo -n why > /dev/termination-log; exit 1", 0).exit().message())
                .isEqualTo("why");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx      |                      | false | runs",
                "nginx      |                      | true  | 0",
                "nginx      | -g daemon off;       | false | runs",
                "busybox    |                      | false | 0",
                "busybox:1  | sleep 0              | false | 0",
                "busybox    | sleep infinity       | false | runs",
                "python     | python app.py        | false | runs",
                "python     | python migrate.py    | true  | 0",
                "alpine     | sh -c python app.py  | false | runs",
                "hello-world|                      | false | 0",
            })
    void unknownProgramsDoWhatTheyAreFor(String image, String command, boolean meantToEnd, String outcome) {
        List<String> words = command == null
                ? List.of()
                : command.startsWith("sh -c ")
                        ? List.of("sh", "-c", command.substring(6))
                        : List.of(command.split(" "));
        boolean own = image.equals("nginx");
        ContainerContext context = context(own ? List.of() : words, own ? words : List.of(), image, meantToEnd);
        ContainerProcess.Progress progress = Programs.asWritten().start(context).advance(START);
        assertThat(
                        progress.exit() == null
                                ? "runs"
                                : Integer.toString(progress.exit().code()))
                .isEqualTo(outcome);
    }

    @Test
    void piOfEveryJobExample() {
        ContainerContext context =
                context(List.of("perl", "-Mbignum=bpi", "-wle", "print bpi(30)"), List.of(), "perl:5.34.0", true);
        ContainerProcess.Progress progress = Programs.asWritten().start(context).advance(START);
        assertThat(progress.exit().code()).isZero();
        assertThat(output.toString()).isEqualTo("3.14159265358979323846264338328\n");
    }

    @ParameterizedTest
    @CsvSource({"case $x in a) ;; esac", "f() { echo; }", "echo 'open", "while true; do echo"})
    void whatIsNotUnderstoodRunsForEver(String line) {
        assertThat(run(line, 0)).isEqualTo(ContainerProcess.Progress.FOR_EVER);
    }
}
