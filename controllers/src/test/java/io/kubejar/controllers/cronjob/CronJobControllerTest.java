package io.kubejar.controllers.cronjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.World;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CronJobControllerTest {
    private static final ResourceRef CRON = ResourceRef.of(Resources.CRON_JOBS, "a", "c");

    private final World world = new World(); // it is ten o'clock

    private void start(String spec) {
        world.create(
                Resources.CRON_JOBS,
                "{'apiVersion':'batch/v1','kind':'CronJob','metadata':{'name':'c','namespace':'a'},'spec':{"
                        + "'jobTemplate':{'metadata':{'labels':{'l':'v'}},'spec':{'parallelism':1}}," + spec + "}}");
        world.start(CronJobController::new);
    }

    private void advance(Duration duration) {
        world.loops.advance(duration);
    }

    private Collection<ApiObject> jobs() {
        return world.api.lister(Resources.JOBS).all();
    }

    private List<String> names() {
        return jobs().stream().map(ApiObject::name).toList();
    }

    private ApiObject cron() {
        return world.get(Resources.CRON_JOBS, "a", "c");
    }

    private List<String> events() {
        return world.api.lister(Resources.EVENTS).all().stream()
                .map(e -> Json.text(e.tree(), "reason") + ": " + Json.text(e.tree(), "message"))
                .distinct()
                .toList();
    }

    private void end(String name, String type) {
        world.api.set(
                ResourceRef.of(Resources.JOBS, "a", name),
                j -> j.edit(root -> {
                    ObjectNode status = Json.child(root, "status");
                    String now = Times.format(world.loops.clock().now());
                    status.put("startTime", now).put("completionTime", now);
                    Json.list(status, "conditions")
                            .addObject()
                            .put("type", type)
                            .put("status", "True");
                }));
        world.settle();
    }

    @Test
    @DisplayName("B21.3 Jobs are named after the CronJob and the minute")
    void startsJobsByTheClock() {
        start("'schedule':'*/5 * * * *'");
        assertThat(jobs()).isEmpty();
        advance(Duration.ofMinutes(4));
        assertThat(jobs()).isEmpty();
        advance(Duration.ofSeconds(61));
        assertThat(names()).containsExactly("c-29920925");
        ApiObject job = jobs().iterator().next();
        assertThat(job.isControlledBy(cron().uid())).isTrue();
        assertThat(job.labels()).containsEntry("l", "v");
        assertThat(job.annotation("batch.kubernetes.io/cronjob-scheduled-timestamp"))
                .isEqualTo("2026-11-21T10:05:00Z");
        assertThat(Json.text(cron().status(), "lastScheduleTime")).isEqualTo("2026-11-21T10:05:00Z");
        assertThat(cron().status().path("active")).hasSize(1);
        assertThat(events()).contains("SuccessfulCreate: Created job c-29920925");
        advance(Duration.ofMinutes(5));
        assertThat(jobs()).hasSize(2);
    }

    @Test
    void finishedJobLeavesTheListAndTellsItsTime() {
        start("'schedule':'*/5 * * * *'");
        advance(Duration.ofSeconds(301));
        end("c-29920925", "Complete");
        assertThat(cron().status().has("active")).isFalse();
        assertThat(Json.text(cron().status(), "lastSuccessfulTime")).isEqualTo("2026-11-21T10:05:01Z");
        assertThat(events()).contains("SawCompletedJob: Saw completed job: c-29920925, condition: Complete");
    }

    @Test
    @DisplayName("B21.2 Forbid leaves a start out while a Job runs")
    void forbid() {
        start("'schedule':'*/5 * * * *','concurrencyPolicy':'Forbid'");
        advance(Duration.ofSeconds(601));
        assertThat(jobs()).hasSize(1);
        assertThat(events())
                .contains("JobAlreadyActive: Not starting job because prior execution is running and concurrency"
                        + " policy is Forbid");
        end("c-29920925", "Failed");
        assertThat(names()).contains("c-29920930");
    }

    @Test
    @DisplayName("B21.2 Replace deletes the Job that runs")
    void replace() {
        start("'schedule':'*/5 * * * *','concurrencyPolicy':'Replace'");
        advance(Duration.ofSeconds(601));
        assertThat(names()).containsExactly("c-29920930");
        assertThat(cron().status().path("active")).hasSize(1);
        assertThat(events()).contains("SuccessfulDelete: Deleted job c-29920925");
    }

    @Test
    void keepsOnlyTheLastFinishedJobs() {
        start("'schedule':'* * * * *','successfulJobsHistoryLimit':1,'failedJobsHistoryLimit':0");
        for (int minute = 1; minute <= 3; minute++) {
            advance(Duration.ofSeconds(60).plusMillis(200));
            end("c-" + (29920920 + minute), minute == 2 ? "Failed" : "Complete");
        }
        assertThat(names()).containsExactly("c-29920923");
    }

    @Test
    @DisplayName("B21.4 a suspended CronJob starts nothing and catches up only with the last time")
    void suspended() {
        start("'schedule':'*/5 * * * *','suspend':true");
        advance(Duration.ofMinutes(12));
        assertThat(jobs()).isEmpty();
        world.api.set(CRON, c -> c.edit(root -> Json.child(root, "spec").put("suspend", false)));
        world.settle();
        assertThat(names()).containsExactly("c-29920930");
    }

    @Test
    void missedStartIsToldWhenItIsTooLate() {
        start("'schedule':'*/5 * * * *','suspend':true,'startingDeadlineSeconds':20");
        advance(Duration.ofMinutes(12));
        world.api.set(CRON, c -> c.edit(root -> Json.child(root, "spec").put("suspend", false)));
        world.settle();
        assertThat(jobs()).isEmpty();
        advance(Duration.ofSeconds(181));
        assertThat(names()).containsExactly("c-29920935");
    }

    @Test
    void manyMissedStartsAreTold() {
        start("'schedule':'* * * * *','suspend':true");
        advance(Duration.ofMinutes(102));
        world.api.set(CRON, c -> c.edit(root -> Json.child(root, "spec").put("suspend", false)));
        world.settle();
        assertThat(names()).containsExactly("c-29921022");
        assertThat(events())
                .contains("TooManyMissedTimes: too many missed start times. Set or decrease"
                        + " .spec.startingDeadlineSeconds or check clock skew");
    }

    @Test
    void newScheduleStartsNothingForThePast() {
        start("'schedule':'0 0 1 1 *'");
        advance(Duration.ofMinutes(7));
        world.api.set(CRON, c -> c.edit(root -> Json.child(root, "spec").put("schedule", "*/5 * * * *")));
        world.settle();
        assertThat(jobs()).isEmpty();
        advance(Duration.ofMinutes(4));
        assertThat(names()).containsExactly("c-29920930");
    }

    @Test
    void goesByTheZoneOfTheSpec() {
        start("'schedule':'15 19 * * *','timeZone':'Asia/Tokyo'");
        advance(Duration.ofMinutes(16));
        assertThat(jobs().iterator().next().annotation("batch.kubernetes.io/cronjob-scheduled-timestamp"))
                .isEqualTo("2026-11-21T19:15:00+09:00");
    }

    @Test
    void nonsenseIsToldInUpstreamsWords() {
        start("'schedule':'0 0 31 2 *'");
        assertThat(events())
                .contains(
                        "InvalidSchedule: invalid schedule: 0 0 31 2 * : time difference between two schedules is less"
                                + " than 1 second");
        world.api.set(CRON, c -> c.edit(root -> Json.child(root, "spec").put("timeZone", "Mars/X")));
        world.settle();
        world.api.set(CRON, c -> c.edit(root -> Json.child(root, "spec").put("suspend", false)));
        world.settle();
        assertThat(events()).contains("UnknownTimeZone: invalid timeZone: \"Mars/X\": unknown time zone Mars/X");
    }

    @Test
    void jobThatVanishedLeavesTheList() {
        start("'schedule':'*/5 * * * *'");
        advance(Duration.ofSeconds(301));
        world.api.delete(ResourceRef.of(Resources.JOBS, "a", "c-29920925"), DeleteOptions.NONE);
        world.settle();
        assertThat(cron().status().has("active")).isFalse();
        assertThat(events()).contains("MissingJob: Active job went missing: c-29920925");
        assertThat(jobs()).isEmpty();
    }
}
