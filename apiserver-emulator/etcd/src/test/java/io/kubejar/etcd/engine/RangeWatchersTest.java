package io.kubejar.etcd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.watch.WatchRequest;
import io.kubejar.testing.SeededTest;
import java.util.ArrayList;
import java.util.List;

class RangeWatchersTest {
    private static final WatchListener DEAF = new WatchListener() {
        @Override
        public void onEvents(long revision, List<Event> events) {}

        @Override
        public void onEnd(End end, long compactRevision, long revision) {}
    };
    private static final String LETTERS = "ab/0"; // what comes before and behind a slash too

    private final RangeWatchers watchers = new RangeWatchers();
    private final List<Watcher> all = new ArrayList<>();

    private static Bytes key(Chance chance) {
        StringBuilder key = new StringBuilder();
        for (int length = 1 + chance.below(5); length > 0; length--) {
            key.append(LETTERS.charAt(chance.below(LETTERS.length())));
        }
        return Bytes.of(key.toString());
    }

    private static KeyRange range(Chance chance) {
        return switch (chance.below(3)) {
            case 0 -> KeyRange.prefix(key(chance));
            case 1 -> new KeyRange(key(chance), Bytes.EMPTY);
            default -> new KeyRange(key(chance), key(chance));
        };
    }

    @SeededTest
    void nobodyWhoWantsAKeyIsLeftOutAndTheOrderIsThatOfComing(long seed) {
        Chance chance = Chance.seeded(seed);
        for (int i = 0; i < 300; i++) {
            if (all.size() < 4 || chance.below(10) == 0) {
                Watcher watcher =
                        new Watcher(new WatchHub(new Counts()), WatchRequest.from(range(chance), 0), DEAF, 0, () -> {});
                all.add(watcher);
                watchers.add(watcher);
            } else if (chance.below(20) == 0) {
                watchers.remove(all.remove(chance.below(all.size())));
            }
            Bytes key = key(chance);
            List<Watcher> told = watchers.of(key);
            assertThat(told.stream().filter(one -> one.request.range().contains(key)))
                    .as("who wants %s", key)
                    .containsExactlyElementsOf(all.stream()
                            .filter(one -> one.request.range().contains(key))
                            .toList());
            assertThat(told).isSubsetOf(all);
            assertThat(watchers.all()).isEqualTo(all);
        }
    }
}
