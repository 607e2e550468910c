package io.kubejar.core.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.MemoryApi;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.testing.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several electors on one API, in simulated time. */
class ElectorTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final SimulatedLoops loops = new SimulatedLoops(START);
    private final MemoryApi api = new MemoryApi(loops.clock(), 1);
    private final List<String> writers = new ArrayList<>();
    private final List<String> strangers = new ArrayList<>(); // who wrote while the lease was somebody else's
    private @Nullable String cutOff; // whose writes are refused

    /** One program: it makes a ConfigMap every second while it leads. */
    private final class Program {
        final String identity;
        final Elector elector;
        int terms;
        private @Nullable ApiClient client;

        Program(String identity) {
            this.identity = identity;
            ApiClient own = new Named(identity);
            elector = new Elector(
                    "kube-scheduler", identity, own, loops, Chance.seeded(7), ElectionTiming.DEFAULTS, this::work);
            elector.start();
        }

        /** The client of its last term. */
        ApiClient client() {
            return Objects.requireNonNull(client);
        }

        private void work(Term term) {
            terms++;
            ApiClient within = term.client(new Named(identity));
            client = within;
            tick(term.loops().loop(identity), within);
        }

        private void tick(Loop loop, ApiClient within) {
            loop.after(Duration.ofSeconds(1), "write", () -> {
                try {
                    create(within);
                } catch (StatusException e) {
                    // refused: it goes on for as long as its loops let it
                }
                tick(loop, within);
            });
        }

        void create(ApiClient within) {
            ApiObject map = ApiObject.of(new Gvk("", "v1", "ConfigMap"), "default", "")
                    .edit(root -> Json.child(root, "metadata").put("generateName", identity + "-"));
            within.create(ResourceRef.of(Resources.CONFIG_MAPS, "default"), map, WriteOptions.NONE);
        }
    }

    /** A client of the API that knows whose it is. */
    private final class Named extends ForwardingClient {
        private final String identity;

        Named(String identity) {
            super(api);
            this.identity = identity;
        }

        @Override
        protected void beforeWrite(ResourceRef ref) {
            if (identity.equals(cutOff)) {
                throw StatusException.of(Reason.TIMEOUT, "cut off");
            }
            if (ref.resource().equals(Resources.CONFIG_MAPS)) {
                writers.add(identity);
                if (!lease().holder().equals(identity)) {
                    strangers.add(identity + " at " + loops.clock().now());
                }
            }
        }
    }

    private LeaseRecord lease() {
        return LeaseRecord.of(api.get(ResourceRef.of(Resources.LEASES, "kube-system", "kube-scheduler")));
    }

    private List<String> events() {
        return api.lister(Resources.EVENTS).all().stream()
                .map(e -> e.at("reason").asText() + ": " + e.at("message").asText())
                .toList();
    }

    private List<String> writersFrom(int index) {
        return writers.subList(index, writers.size()).stream().distinct().toList();
    }

    @Test
    @DisplayName("B2.11 exactly one is active; an event says who became leader")
    void oneIsActive() {
        Program first = new Program("first");
        Program second = new Program("second");
        loops.advance(Duration.ofMinutes(2));
        assertThat(writers).hasSizeGreaterThan(100).containsOnly("first");
        assertThat(first.elector.leads()).isTrue();
        assertThat(second.elector.leads()).isFalse();
        assertThat(lease().holder()).isEqualTo("first");
        assertThat(lease().transitions()).isZero();
        assertThat(lease().acquired()).isEqualTo(START);
        assertThat(lease().renewed()).isEqualTo(START.plusSeconds(120));
        assertThat(events()).containsExactly("LeaderElection: first became leader");
        ApiObject event = api.lister(Resources.EVENTS).all().iterator().next();
        assertThat(event.at("involvedObject", "kind").asText()).isEqualTo("Lease");
        assertThat(event.at("source", "component").asText()).isEqualTo("kube-scheduler");
    }

    @Test
    @DisplayName("when the leader dies another one takes over after its lease has run out")
    void takesOverFromTheDead() {
        new Program("first");
        Program second = new Program("second");
        loops.advance(Duration.ofSeconds(60));
        cutOff = "first";
        int before = writers.size();
        Instant last = lease().renewed();
        loops.advance(Duration.ofSeconds(14));
        assertThat(second.elector.leads()).as("the lease has not run out yet").isFalse();
        loops.advance(Duration.ofSeconds(6));
        assertThat(second.elector.leads()).isTrue();
        assertThat(writersFrom(before)).containsOnly("second");
        assertThat(lease().transitions()).isEqualTo(1);
        assertThat(lease().acquired()).isBetween(last.plusSeconds(15), last.plusSeconds(20));
        assertThat(events()).contains("LeaderElection: second became leader");
    }

    @Test
    @DisplayName("a leader that cannot renew stops before its lease has run out, and stands again")
    void stepsDown() {
        Program first = new Program("first");
        loops.advance(Duration.ofSeconds(60));
        ApiClient within = first.client();
        Instant last = lease().renewed();
        cutOff = "first";
        loops.advance(Duration.ofSeconds(11));
        assertThat(first.elector.leads()).isTrue();
        loops.advance(Duration.ofSeconds(1));
        assertThat(first.elector.leads()).as("12 s after " + last + ", of 15").isFalse();
        cutOff = null;
        assertThatThrownBy(() -> first.create(within)).hasMessage("kube-scheduler does not lead any more");
        loops.advance(Duration.ofSeconds(5));
        assertThat(first.terms).isEqualTo(2);
        assertThat(first.elector.leads()).isTrue();
    }

    @Test
    @DisplayName("a term is over when it was not prolonged, even if the elector hangs")
    void aTermEndsByItself() {
        Program first = new Program("first");
        ApiClient within = first.client();
        first.create(within);
        loops.close(); // no task and no timer runs any more
        loops.advance(Duration.ofSeconds(11));
        first.create(within);
        loops.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> first.create(within)).hasMessage("kube-scheduler does not lead any more");
    }

    @Test
    @DisplayName("a leader that is closed gives the lead back: another one takes over at its next try")
    void releases() {
        Program first = new Program("first");
        Program second = new Program("second");
        loops.advance(Duration.ofSeconds(60));
        first.elector.close();
        assertThat(lease())
                .isEqualTo(new LeaseRecord(
                        "", 1, 0, loops.clock().now(), loops.clock().now()));
        int before = writers.size();
        loops.advance(Duration.ofSeconds(6));
        assertThat(second.elector.leads()).isTrue();
        assertThat(writersFrom(before)).containsOnly("second");
        assertThat(lease().transitions()).isEqualTo(1);
        assertThat(events()).contains("LeaderElection: first stopped leading");
        second.elector.close();
        loops.advance(Duration.ofMinutes(1));
        assertThat(lease().holder()).isEmpty();
    }

    @Test
    @DisplayName("one that waits and is closed leaves the lease alone")
    void closesWhileWaiting() {
        new Program("first");
        Program second = new Program("second");
        second.elector.close();
        loops.advance(Duration.ofSeconds(30));
        assertThat(lease().holder()).isEqualTo("first");
        assertThat(second.terms).isZero();
    }

    @SeededTest
    @DisplayName("whoever is cut off and comes back, only the holder of the lease writes")
    void onlyTheHolderWrites(long seed) {
        Chance chance = Chance.seeded(seed);
        List<String> names = List.of("first", "second", "third");
        names.forEach(Program::new);
        for (int i = 0; i < 50; i++) {
            cutOff = chance.below(2) == 0 ? null : names.get(chance.below(names.size()));
            loops.advance(Duration.ofMillis(chance.below(20_000)));
        }
        assertThat(strangers).isEmpty();
        assertThat(writers).hasSizeGreaterThan(100);
    }

    @Test
    @DisplayName("watches end with the term")
    void watchesEnd() {
        Program first = new Program("first");
        List<WatchEvent> seen = new ArrayList<>();
        ApiClient within = first.client();
        within.watch(ResourceRef.of(Resources.CONFIG_MAPS), WatchOptions.from(0), new WatchHandler() {
            @Override
            public void onEvent(WatchEvent event) {
                seen.add(event);
            }

            @Override
            public void onClose(@Nullable StatusException why) {
                throw new AssertionError(why);
            }
        });
        first.create(within);
        assertThat(seen).hasSize(1);
        first.elector.close();
        first.create(new Named("somebody"));
        assertThat(seen).hasSize(1);
    }
}
