package io.kubejar.scheduler.queue;

import static io.kubejar.scheduler.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.scheduler.pod.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final SchedulingQueue queue = new SchedulingQueue();

    private void put(String name, int priority) {
        queue.put(PodInfo.of(pod(name, "", "'priority':" + priority)), NOW, 1);
    }

    private List<String> drain() {
        List<String> names = new ArrayList<>();
        for (SchedulingQueue.Next next = queue.poll(); next != null; next = queue.poll()) {
            names.add(next.pod().pod().name());
        }
        return names;
    }

    @Test
    void priorityFirstThenWhoCameFirst() {
        put("a", 0);
        put("b", 10);
        put("c", 0);
        put("d", 10);
        assertThat(drain()).containsExactly("b", "d", "a", "c");
    }

    @Test
    void onlyAChangeThatConcernsItsPluginsWakesAPod() {
        put("a", 0);
        PodInfo pod = queue.poll().pod();
        queue.turnAway(pod, Set.of("NodeResourcesFit"), NOW);
        queue.changed(ClusterChange.CLAIM, NOW, 2);
        queue.changed(ClusterChange.POD_CAME, NOW, 3);
        assertThat(queue.isEmpty()).isTrue();
        queue.changed(ClusterChange.POD_LEFT, NOW, 4);
        SchedulingQueue.Next next = queue.poll();
        assertThat(next.cause()).isEqualTo(4);
        assertThat(next.attempts()).isEqualTo(2);
    }

    @Test
    void podsThatWereTurnedAwayJustNowComeAfterTheOthers() {
        put("again", 100);
        queue.turnAway(queue.poll().pod(), Set.of("NodeResourcesFit"), NOW);
        queue.changed(ClusterChange.NODE, NOW, 2);
        put("new", 0);
        assertThat(drain()).containsExactly("new", "again");
    }

    @Test
    void podsThatWaitedLongComeByPriorityAgain() {
        put("again", 100);
        queue.turnAway(queue.poll().pod(), Set.of("NodeResourcesFit"), NOW);
        queue.changed(ClusterChange.NODE, NOW.plusSeconds(2), 2);
        put("new", 0);
        assertThat(drain()).containsExactly("again", "new");
    }

    @Test
    void nobodyWaitsForMoreThanFiveMinutes() {
        put("a", 0);
        queue.turnAway(queue.poll().pod(), Set.of("NodeResourcesFit"), NOW);
        assertThat(queue.wakePatient(NOW.plusSeconds(60))).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        assertThat(queue.wakePatient(NOW.plus(Duration.ofMinutes(5)))).isNull();
        assertThat(drain()).containsExactly("a");
    }

    @Test
    void removedPodsDoNotComeBack() {
        put("a", 0);
        put("b", 0);
        queue.remove("u-a");
        assertThat(drain()).containsExactly("b");
        assertThat(queue.size()).isZero();
    }
}
