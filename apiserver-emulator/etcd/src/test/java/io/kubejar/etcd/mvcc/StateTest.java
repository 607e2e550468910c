package io.kubejar.etcd.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {
    private static final KeyRange ALL = KeyRange.prefix(Bytes.EMPTY);

    private static State put(State state, String key, String value) {
        return state.apply(PutOp.of(Bytes.of(key), Bytes.of(value)), lease -> true)
                .next();
    }

    private static State delete(State state, String from, String end) {
        KeyRange range = KeyRange.ofRequest(Bytes.of(from), Bytes.of(end));
        return state.apply(new DeleteOp(range, false), lease -> true).next();
    }

    private static Map<String, String> at(State state, long revision) {
        Map<String, String> found = new TreeMap<>();
        state.scanAt(ALL, revision, kv -> {
            found.put(kv.key().toString(), kv.value() + "/" + kv.createRevision() + "/" + kv.version());
            return true;
        });
        return found;
    }

    /** What a key is in the simplest of stores: one that keeps a whole map for every revision. */
    private record Simple(String value, long created, long version) {
        @Override
        public String toString() {
            return value + "/" + created + "/" + version;
        }
    }

    /** Random histories, with compactions, against a store that keeps a whole map for every revision. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void behavesLikeAMapPerRevision(long seed) {
        Chance chance = Chance.seeded(seed);
        State state = State.empty();
        TreeMap<String, Simple> now = new TreeMap<>();
        List<Map<String, String>> history = new ArrayList<>(List.of(Map.of(), Map.of()));
        for (int step = 0; step < 1500; step++) {
            String key = "k" + chance.below(40);
            int what = chance.below(100);
            long next = state.revision() + 1;
            if (what < 70) {
                state = put(state, key, "v" + step);
                Simple old = now.get(key);
                now.put(
                        key,
                        old == null
                                ? new Simple("v" + step, next, 1)
                                : new Simple("v" + step, old.created(), old.version() + 1));
            } else if (what < 96) {
                String end = chance.below(4) == 0 ? key + "~" : "";
                state = delete(state, key, end);
                if (end.isEmpty()) {
                    now.remove(key);
                } else {
                    now.subMap(key, end).clear();
                }
            } else if (state.revision() > state.compactRevision() + 10) {
                long span = state.revision() - Math.max(0, state.compactRevision());
                state = state.compact(state.revision() - chance.below((int) span));
                while (state.needsSweep()) {
                    state = state.sweep(1 + chance.below(20));
                }
            }
            if (state.revision() == next) {
                Map<String, String> copy = new TreeMap<>();
                now.forEach((k, v) -> copy.put(k, v.toString()));
                history.add(copy);
            }
            assertThat(state.keys()).isEqualTo(now.size());
        }
        for (long revision = Math.max(1, state.compactRevision()); revision <= state.revision(); revision++) {
            assertThat(at(state, revision)).as("revision %s", revision).isEqualTo(history.get((int) revision));
        }
    }

    @Test
    void aStateNeverChanges() {
        State one = put(State.empty(), "a", "1");
        State two = put(one, "a", "2");
        State other = put(one, "b", "2");
        assertThat(at(one, 2)).containsOnlyKeys("a").containsEntry("a", "1/2/1");
        assertThat(at(two, 3)).containsEntry("a", "2/2/2");
        assertThat(at(other, 3)).containsEntry("a", "1/2/1").containsKey("b");
        assertThat(one.events(3)).isEmpty();
    }

    @Test
    void sweepingFreesWhatCannotBeReadAnyMore() {
        State state = State.empty();
        for (int i = 0; i < 100; i++) {
            state = put(state, "k", "" + i);
        }
        state = delete(put(state, "gone", "x"), "gone", "");
        state = put(state, "k", "last");
        state = state.compact(state.revision());
        while (state.needsSweep()) {
            state = state.sweep(7);
        }
        assertThat(state.keys()).isEqualTo(1);
        assertThat(state.index().get(Bytes.of("gone"))).isNull();
        Versions versions = state.index().get(Bytes.of("k"));
        assertThat(versions).isNotNull();
        assertThat(versions.at(state.revision() - 1)).isNull();
        assertThat(state.events(state.revision())).hasSize(1);
        assertThat(state.events(state.revision() - 1)).isEmpty();
    }

    @Test
    void aPlanToSweepIsGoodForLaterStatesAndForTwoAtOnce() {
        State state = State.empty();
        for (int i = 0; i < 300; i++) {
            state = put(state, "k" + i % 7, "" + i);
        }
        state = delete(state, "k3", "");
        State compacted = state.compact(200);
        Sweep plan = compacted.planSweep(Integer.MAX_VALUE);
        State later = put(delete(put(compacted, "k1", "later"), "k2", ""), "k3", "again");
        State further = later.compact(303);
        Sweep other = further.planSweep(Integer.MAX_VALUE);
        Map<String, String> last = at(later, later.revision());
        for (State swept :
                List.of(further.sweep(plan).sweep(other), further.sweep(other).sweep(plan))) {
            State clean = swept.sweep(Integer.MAX_VALUE);
            assertThat(clean.needsSweep()).isFalse();
            assertThat(at(clean, clean.revision())).isEqualTo(last);
            assertThat(at(clean, 303)).isEqualTo(at(later, 303));
            assertThat(clean.events(304)).hasSize(1);
        }
        State alone = later.sweep(plan);
        assertThat(at(alone, 250)).isEqualTo(at(later, 250));
        assertThat(alone.bytes())
                .isEqualTo(later.sweep(Integer.MAX_VALUE).bytes())
                .isLessThan(later.bytes());
    }

    @Test
    void anOpenEndedDeletionMayOverlapAPutAsUpstreamAllows() {
        Op drop = new DeleteOp(KeyRange.ofRequest(Bytes.of("a"), Bytes.wrap(new byte[] {0})), false);
        TxnOp txn = new TxnOp(List.of(), List.of(PutOp.of(Bytes.of("b"), Bytes.of("1")), drop), List.of());
        Outcome outcome = State.empty().apply(txn, lease -> true);
        assertThat(outcome.next().keys()).isZero();
        assertThat(outcome.events()).extracting(Event::isDelete).containsExactly(false, true);
        assertThat(outcome.next().revision()).isEqualTo(2);
    }

    @Test
    void whatWasBeforeIsWhatWasBeforeTheRevision() {
        Op drop = new DeleteOp(KeyRange.ofRequest(Bytes.of("a"), Bytes.wrap(new byte[] {0})), false);
        TxnOp txn = new TxnOp(
                List.of(),
                List.of(PutOp.of(Bytes.of("new"), Bytes.of("1")), PutOp.of(Bytes.of("old"), Bytes.of("2")), drop),
                List.of());
        State before = put(State.empty(), "old", "1");
        List<Event> events = before.apply(txn, lease -> true).events();
        assertThat(events)
                .extracting(event -> event.kv().key() + " "
                        + (event.previous() == null ? "" : event.previous().value()))
                .containsExactly("new ", "old 1", "new ", "old 1");
        State replayed = before.replay(events.stream().map(Event::kv).toList());
        assertThat(replayed.events(3)).isEqualTo(events);
    }
}
