package io.kubejar.etcd.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.testing.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs small test classes and looks at what became of them. */
class EtcdTestTest {
    private static final List<EtcdServer> SEEN = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @AfterEach
    void allIsClosed() {
        assertThat(SEEN).allSatisfy(server -> assertThatThrownBy(server::fork).hasMessageContaining("server stopped"));
        assertThat(Threads.named("etcd")).isEmpty();
    }

    private static Events run(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .execute()
                .testEvents();
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private static void put(Client client, String key) {
        client.getKVClient().put(bytes(key), bytes("x")).join();
    }

    private static boolean has(Client client, String key) {
        return client.getKVClient().get(bytes(key)).join().getCount() == 1;
    }

    @EtcdTest
    static class OwnStores {
        @BeforeEach
        void setUp(EtcdServer server, Client client) {
            assertThat(server.client()).isSameAs(client);
            assertThat(server.revision()).isEqualTo(1);
            put(client, "common");
        }

        @Execution(ExecutionMode.CONCURRENT)
        @RepeatedTest(4)
        void first(Client client, EtcdServer server) {
            assertThat(has(client, "common")).isTrue();
            put(client, "k");
            assertThat(server.revision()).isEqualTo(3);
            SEEN.add(server);
        }

        @AfterEach
        void stillOpen(Client client) {
            assertThat(has(client, "k")).isTrue();
        }
    }

    @Test
    @DisplayName("each test has its own store, shared with what runs before and after it, and closed with it")
    void eachTestHasItsOwnStore() {
        run(OwnStores.class).assertStatistics(all -> all.started(4).succeeded(4));
        assertThat(SEEN).hasSize(4).doesNotHaveDuplicates();
    }

    @EtcdTest
    static class Filled {
        @BeforeAll
        static void fill(Client base, EtcdServer server) {
            put(base, "base");
            SEEN.add(server);
        }

        @RepeatedTest(2)
        void test(Client client, EtcdServer server) {
            assertThat(has(client, "base")).isTrue();
            assertThat(server.revision()).isEqualTo(2);
            put(client, "mine");
            SEEN.add(server);
        }

        @Nested
        class Inner {
            @BeforeAll
            static void fill(Client base) {
                put(base, "inner");
            }

            @Test
            void test(Client client) {
                assertThat(has(client, "base")).isTrue();
                assertThat(has(client, "inner")).isTrue();
                assertThat(has(client, "mine")).isFalse();
            }
        }

        @AfterAll
        static void theBaseIsAsItWas(Client base) {
            assertThat(has(base, "mine")).isFalse();
            assertThat(has(base, "inner")).isFalse();
        }
    }

    @Test
    @DisplayName("a test begins with a fork of what its class has filled in")
    void aTestBeginsWithAFork() {
        run(Filled.class).assertStatistics(all -> all.started(3).succeeded(3));
        assertThat(SEEN).hasSize(3).doesNotHaveDuplicates();
    }

    static class OneMethod {
        @EtcdTest
        @Test
        void with(EtcdServer server) {
            SEEN.add(server);
        }

        @Test
        void without(EtcdServer server) {
            SEEN.add(server);
        }
    }

    @Test
    @DisplayName("a method alone may have one")
    void aMethodAlone() {
        run(OneMethod.class).assertStatistics(all -> all.started(2).succeeded(1).failed(1));
        assertThat(SEEN).hasSize(1);
    }

    @EtcdTest
    static class Constructed {
        Constructed(Client client) {
            assertThat(client).isNotNull();
        }

        @Test
        void never() {}
    }

    @Test
    @DisplayName("a constructor gets none, and is told why")
    void aConstructorGetsNone() {
        Events events = run(Constructed.class);
        events.assertStatistics(all -> all.failed(1));
        assertThat(events.failed().stream().map(Object::toString))
                .allMatch(text -> text.contains("given to methods and not to constructors"));
    }
}
