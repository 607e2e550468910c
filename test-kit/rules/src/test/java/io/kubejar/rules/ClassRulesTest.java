package io.kubejar.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tries the rules on classes: bad samples are caught, good ones are not. */
class ClassRulesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            io.kubejar.scheduler.loop | io.kubejar.controllers.pod    | scheduler may import only [core]
            io.kubejar.core.object    | io.kubejar.etcd               | core may import only []
            io.kubejar.server.verbs   | io.kubejar.etcd               | server may import only [core]
            io.kubejar.core.client    | org.slf4j                     | core may use only the libraries
            io.kubejar.kubelet.fleet  | io.netty.channel              | kubelet may use only the libraries
            io.kubejar.cluster        | org.junit.jupiter.api         | cluster must not know
            io.kubejar.cluster        | picocli                       | cluster must not know
            io.kubejar.junit          | io.kubejar.server.verbs       | junit may import only
            io.kubejar.bench          | io.kubejar.etcd.mvcc          | bench may import only
            io.kubejar.etcd.engine    | io.grpc                       | in etcd only [gateway, grpc] may see io.grpc.
            io.kubejar.etcd           | io.etcd.jetcd                 | in etcd only [jetcd] may see io.etcd.jetcd.
            io.kubejar.server.verbs   | io.etcd.jetcd.kv              | in server only [storage] may see io.etcd.
            io.kubejar.server.storage | io.netty.buffer               | in server only [http] may see io.netty.
            io.kubejar.somewhere      | java.util                     | is in no module of the table
            """)
    void anImportAgainstTheTableIsCaught(String from, String to, String why) {
        assertThat(ImportDirections.violations(user(from, to)))
                .singleElement()
                .asString()
                .startsWith(from + ".User ")
                .contains(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            io.kubejar.scheduler.loop | io.kubejar.core.client
            io.kubejar.core.object    | com.fasterxml.jackson.databind
            io.kubejar.cluster        | io.kubejar.kubelet.fleet
            io.kubejar.junit          | io.kubejar.cluster
            io.kubejar.bench          | io.kubejar.etcd
            io.kubejar.etcd.grpc      | io.grpc.stub
            io.kubejar.etcd.jetcd     | io.etcd.jetcd.kv
            io.kubejar.etcd.engine    | io.etcd.jetcd.api
            io.kubejar.server.storage | io.etcd.jetcd.kv
            io.kubejar.server.http    | io.netty.buffer
            io.kubejar.controllers.gc | org.slf4j
            """)
    void anImportThatTheTableAllowsPasses(String from, String to) {
        assertThat(ImportDirections.violations(user(from, to))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            io.kubejar.core.object       | java.net.Socket
            io.kubejar.etcd.mvcc         | java.nio.file.Path
            io.kubejar.server.authz      | java.lang.Thread
            io.kubejar.server.kinds      | java.io.File
            io.kubejar.scheduler.plugins | java.util.concurrent.ExecutorService
            io.kubejar.kubelet.pod       | java.util.concurrent.CompletableFuture
            """)
    void aPurePackageThatReachesOutIsCaught(String from, String used) {
        assertThat(PurePackages.violations(field(from, used)))
                .singleElement()
                .asString()
                .contains(from + ".User is in a pure package and uses " + used);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            io.kubejar.core.object       | java.net.URI
            io.kubejar.etcd.engine       | java.nio.file.Path
            io.kubejar.scheduler.loop    | java.lang.Thread
            io.kubejar.kubelet.fleet     | java.lang.Thread
            io.kubejar.server.admission  | java.util.concurrent.atomic.AtomicLong
            """)
    void whatActsMayReachOut(String from, String used) {
        assertThat(PurePackages.violations(field(from, used))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.time.Instant.now()                                    | core.time.Clock
            System.currentTimeMillis()                                 | core.time.Clock
            System.nanoTime()                                          | core.time.Clock
            new java.util.Date()                                       | core.time.Clock
            (java.util.function.LongSupplier) System::nanoTime         | core.time.Clock
            java.util.UUID.randomUUID()                                | core.chance.Chance
            new java.util.Random(1)                                    | core.chance.Chance
            Math.random()                                              | core.chance.Chance
            java.util.concurrent.ThreadLocalRandom.current()           | core.chance.Chance
            new Thread(() -> {})                                       | core.loop.Loops
            java.util.concurrent.Executors.newCachedThreadPool()       | core.loop.Loops
            java.util.concurrent.CompletableFuture.runAsync(() -> {})  | core.loop.Loops
            java.util.List.of().parallelStream()                       | core.loop.Loops
            """)
    void aForbiddenCallIsCaughtAndItsReplacementNamed(String call, String replacement) {
        assertThat(ForbiddenCalls.inMain(calling("io.kubejar.controllers.job", call)))
                .singleElement()
                .asString()
                .startsWith("io.kubejar.controllers.job.User line ")
                .contains(replacement);
    }

    @Test
    @DisplayName("a sleep is caught in shipped classes and in tests")
    void aSleepIsCaught() {
        List<JavaClass> classes = Samples.compile(
                folder,
                "package io.kubejar.etcd; class User { void run() throws InterruptedException { Thread.sleep(1); } }");
        assertThat(ForbiddenCalls.inMain(classes)).singleElement().asString().contains("Loop.after");
        assertThat(ForbiddenCalls.inTests(classes)).singleElement().asString().contains("wait for a condition");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            io.kubejar.core.time   | java.time.Instant.now()
            io.kubejar.bench       | System.nanoTime()
            io.kubejar.cli         | System.nanoTime()
            io.kubejar.core.chance | new java.util.Random()
            io.kubejar.core.loop   | new Thread(() -> {})
            io.kubejar.server.http | new Thread(() -> {})
            io.kubejar.etcd.grpc   | new Thread(() -> {})
            io.kubejar.cluster     | new java.util.Date(1)
            """)
    void aForbiddenCallPassesAtItsHome(String home, String call) {
        assertThat(ForbiddenCalls.inMain(calling(home, call))).isEmpty();
    }

    @Test
    @DisplayName("tests may start threads but not read the system's clock")
    void testsMayStartThreads() {
        assertThat(ForbiddenCalls.inTests(calling("io.kubejar.etcd", "new Thread(() -> {})")))
                .isEmpty();
        assertThat(ForbiddenCalls.inTests(calling("io.kubejar.server", "java.time.Instant.now()")))
                .hasSize(1);
    }

    private List<JavaClass> user(String from, String to) {
        if (to.equals("java.util")) {
            return field(from, "java.util.List");
        }
        List<JavaClass> all = Samples.compile(
                folder,
                "package " + to + "; public class Used {}",
                "package " + from + "; class User { " + to + ".Used used; }");
        return all.stream().filter(one -> one.getSimpleName().equals("User")).toList();
    }

    private List<JavaClass> field(String from, String used) {
        return Samples.compile(folder, "package " + from + "; class User { " + used + " used; }");
    }

    private List<JavaClass> calling(String from, String call) {
        return Samples.compile(folder, "package " + from + "; class User { Object run() { return " + call + "; } }");
    }
}
