package io.kubejar.controllers.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.World;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobControllerTest {
    private static final ResourceRef JOB = ResourceRef.of(Resources.JOBS, "a", "j");

    private final World world = new World();

    private void start(String spec) {
        world.create(
                Resources.JOBS,
                "{'apiVersion':'batch/v1','kind':'Job','metadata':{'name':'j','namespace':'a'},'spec':{"
                        + "'selector':{'matchLabels':{'job':'j'}},'template':{'metadata':{'labels':{'job':'j'}},"
                        + "'spec':{'restartPolicy':'Never','containers':[{'name':'c','image':'x'}]}}," + spec + "}}");
        world.start(JobController::new);
    }

    private Collection<ApiObject> pods() {
        return world.api.lister(Resources.PODS).all();
    }

    private List<ApiObject> active() {
        return pods().stream()
                .filter(p -> p.status().path("phase").isMissingNode() && !p.isTerminating())
                .toList();
    }

    private ApiObject job() {
        return world.get(Resources.JOBS, "a", "j");
    }

    private void end(ApiObject pod, String phase, int code) {
        world.api.set(
                ResourceRef.to(Resources.PODS, pod),
                p -> p.edit(root -> {
                    ObjectNode status = Json.child(root, "status").put("phase", phase);
                    status.putArray("containerStatuses")
                            .addObject()
                            .put("name", "c")
                            .putObject("state")
                            .putObject("terminated")
                            .put("exitCode", code)
                            .put("finishedAt", Times.format(world.loops.clock().now()));
                }));
        world.settle();
    }

    private List<String> conditions() {
        List<String> out = new ArrayList<>();
        for (JsonNode c : job().status().path("conditions")) {
            out.add(Json.text(c, "type") + "=" + Json.text(c, "status") + " " + Json.text(c, "reason") + ": "
                    + Json.text(c, "message"));
        }
        return out;
    }

    private List<String> events() {
        return world.api.lister(Resources.EVENTS).all().stream()
                .map(e -> Json.text(e.tree(), "type") + " " + Json.text(e.tree(), "reason") + ": "
                        + Json.text(e.tree(), "message"))
                .toList();
    }

    private int count(String field) {
        return (int) Json.number(job().status(), 0, field);
    }

    @Test
    @DisplayName("B20.1 a Job runs its pods in parallel until enough have succeeded")
    void completes() {
        start("'completions':3,'parallelism':2,'backoffLimit':6");
        assertThat(pods()).hasSize(2).allMatch(JobPods::isTracked);
        assertThat(count("active")).isEqualTo(2);
        end(active().get(0), "Succeeded", 0);
        assertThat(count("succeeded")).isEqualTo(1);
        end(active().get(0), "Succeeded", 0);
        assertThat(active()).hasSize(1);
        end(active().get(0), "Succeeded", 0);
        assertThat(pods()).hasSize(3).noneMatch(JobPods::isTracked);
        assertThat(conditions())
                .containsExactly(
                        "SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods",
                        "Complete=True CompletionsReached: Reached expected number of succeeded pods");
        assertThat(job().status().has("completionTime")).isTrue();
        assertThat(Json.string(job().status().path("uncountedTerminatedPods"))).isEqualTo("{}");
        assertThat(events())
                .contains("Normal Completed: Job completed")
                .filteredOn(e -> e.startsWith("Normal SuccessfulCreate: Created pod: j-"))
                .hasSize(3);
    }

    @Test
    @DisplayName("B20.4 a work queue starts nothing new after the first success and completes when the rest has ended")
    void workQueue() {
        start("'parallelism':2,'backoffLimit':6");
        end(active().get(0), "Succeeded", 0);
        assertThat(pods()).hasSize(2);
        assertThat(conditions()).isEmpty();
        end(active().get(0), "Succeeded", 0);
        assertThat(conditions()).hasSize(2);
    }

    @Test
    @DisplayName("B20.2 a failed pod is replaced after a wait that doubles")
    void replacesFailedPodLater() {
        start("'completions':1,'parallelism':1,'backoffLimit':6");
        end(active().get(0), "Failed", 1);
        assertThat(active()).isEmpty();
        assertThat(count("failed")).isEqualTo(1);
        world.loops.advance(Duration.ofSeconds(9));
        assertThat(active()).isEmpty();
        world.loops.advance(Duration.ofSeconds(1));
        assertThat(active()).hasSize(1);
        end(active().get(0), "Failed", 1);
        world.loops.advance(Duration.ofSeconds(19));
        assertThat(active()).isEmpty();
        world.loops.advance(Duration.ofSeconds(1));
        assertThat(active()).hasSize(1);
    }

    @Test
    @DisplayName("B20.5 more failures than the backoffLimit fail the Job")
    void failsBeyondTheLimit() {
        start("'completions':2,'parallelism':2,'backoffLimit':0");
        end(active().get(0), "Failed", 1);
        assertThat(active()).isEmpty();
        assertThat(conditions())
                .containsExactly(
                        "FailureTarget=True BackoffLimitExceeded: Job has reached the specified backoff limit",
                        "Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit");
        assertThat(events())
                .contains("Warning BackoffLimitExceeded: Job has reached the specified backoff limit")
                .anyMatch(e -> e.startsWith("Normal SuccessfulDelete: Deleted pod: j-"));
        assertThat(count("failed")).isEqualTo(2);
    }

    @Test
    @DisplayName("B20.5 activeDeadlineSeconds ends the Job")
    void deadline() {
        start("'completions':1,'parallelism':1,'backoffLimit':6,'activeDeadlineSeconds':30");
        world.loops.advance(Duration.ofSeconds(29));
        assertThat(conditions()).isEmpty();
        world.loops.advance(Duration.ofSeconds(1));
        assertThat(conditions())
                .last()
                .isEqualTo("Failed=True DeadlineExceeded: Job was active longer than specified deadline");
    }

    @Test
    void suspendedJobHasNoPodsUntilItIsResumed() {
        start("'completions':1,'parallelism':1,'backoffLimit':6,'suspend':true");
        assertThat(pods()).isEmpty();
        assertThat(Json.string(job().status()))
                .contains("\"reason\":\"JobSuspended\"")
                .doesNotContain("startTime");
        suspend(false);
        assertThat(pods()).hasSize(1);
        assertThat(conditions()).containsExactly("Suspended=False JobResumed: Job resumed");
        suspend(true);
        assertThat(pods()).isEmpty();
        assertThat(count("failed")).isZero();
        assertThat(events()).contains("Normal Suspended: Job suspended", "Normal Resumed: Job resumed");
    }

    private void suspend(boolean value) {
        world.api.set(JOB, j -> j.edit(root -> Json.child(root, "spec").put("suspend", value)));
        world.settle();
    }

    @Test
    @DisplayName("B20.7 an Indexed Job gives each pod its index")
    void indexed() {
        start("'completions':3,'parallelism':2,'backoffLimit':6,'completionMode':'Indexed'");
        assertThat(pods().stream().map(JobPods::index)).containsExactly(0, 1);
        ApiObject first = active().get(0);
        assertThat(first.label(JobPods.INDEX)).isEqualTo("0");
        assertThat(Json.text(first.spec(), "hostname")).isEqualTo("j-0");
        assertThat(first.name()).startsWith("j-0-");
        assertThat(Json.text(first.spec().at("/containers/0/env/0"), "name")).isEqualTo("JOB_COMPLETION_INDEX");
        end(active().get(1), "Succeeded", 0);
        assertThat(Json.text(job().status(), "completedIndexes")).isEqualTo("1");
        assertThat(active().stream().map(JobPods::index)).containsExactly(0, 2);
        active().forEach(pod -> end(pod, "Succeeded", 0));
        assertThat(Json.text(job().status(), "completedIndexes")).isEqualTo("0-2");
        assertThat(conditions()).hasSize(2);
    }

    @Test
    void failuresByIndexFailTheIndexAndThenTheJob() {
        start("'completions':2,'parallelism':2,'backoffLimit':100,'completionMode':'Indexed','backoffLimitPerIndex':1");
        assertThat(pods()).allMatch(p -> "0".equals(p.annotation(JobPods.FAILURES)));
        end(active().get(0), "Failed", 1);
        world.loops.advance(Duration.ofSeconds(11));
        ApiObject second =
                active().stream().filter(p -> JobPods.index(p) == 0).findFirst().orElseThrow();
        assertThat(second.annotation(JobPods.FAILURES)).isEqualTo("1");
        end(second, "Failed", 1);
        assertThat(Json.text(job().status(), "failedIndexes")).isEqualTo("0");
        assertThat(conditions()).isEmpty();
        end(active().get(0), "Succeeded", 0);
        assertThat(conditions()).last().isEqualTo("Failed=True FailedIndexes: Job has failed indexes");
        assertThat(Json.text(job().status(), "completedIndexes")).isEqualTo("1");
    }

    @Test
    void failurePolicyEndsTheJobAtOnce() {
        start("'completions':1,'parallelism':1,'backoffLimit':6,'podFailurePolicy':{'rules':[{'action':'FailJob',"
                + "'onExitCodes':{'operator':'In','values':[42]}}]}");
        String name = active().get(0).name();
        end(active().get(0), "Failed", 42);
        assertThat(conditions())
                .last()
                .isEqualTo("Failed=True PodFailurePolicy: Container c for pod a/" + name
                        + " failed with exit code 42 matching FailJob rule at index 0");
    }

    @Test
    void successPolicyStopsTheRest() {
        start("'completions':3,'parallelism':3,'backoffLimit':6,'completionMode':'Indexed',"
                + "'successPolicy':{'rules':[{'succeededIndexes':'1'}]}");
        end(active().get(1), "Succeeded", 0);
        assertThat(active()).isEmpty();
        assertThat(conditions())
                .containsExactly(
                        "SuccessCriteriaMet=True SuccessPolicy: Matched rules at index 0",
                        "Complete=True SuccessPolicy: Matched rules at index 0");
        assertThat(count("failed")).isZero();
    }

    @Test
    void fewerPodsWhenParallelismShrinks() {
        start("'completions':9,'parallelism':3,'backoffLimit':6");
        world.api.set(JOB, j -> j.edit(root -> Json.child(root, "spec").put("parallelism", 1)));
        world.settle();
        assertThat(pods()).hasSize(1);
        assertThat(count("failed")).isZero();
    }

    @Test
    void refusedPodIsToldAndTriedAgain() {
        boolean[] full = {true};
        world.api.gate((verb, ref, object) -> {
            if (full[0] && verb.equals("create") && ref.resource().equals(Resources.PODS)) {
                throw StatusException.forbidden(Resources.PODS, "", "exceeded quota");
            }
        });
        start("'completions':1,'parallelism':1,'backoffLimit':6");
        assertThat(events()).containsExactly("Warning FailedCreate: Error creating: pods is forbidden: exceeded quota");
        full[0] = false;
        world.loops.advance(Duration.ofSeconds(2));
        assertThat(active()).hasSize(1);
    }

    @Test
    void deletedJobLetsItsPodsGo() {
        start("'completions':1,'parallelism':1,'backoffLimit':6");
        world.api.delete(JOB, DeleteOptions.NONE);
        world.settle();
        assertThat(pods()).hasSize(1).noneMatch(JobPods::isTracked);
    }

    @Test
    void deletedPodCountsAsFailedAndIsReplaced() {
        start("'completions':1,'parallelism':1,'backoffLimit':6");
        world.api.delete(ResourceRef.to(Resources.PODS, active().get(0)), DeleteOptions.NONE);
        world.settle();
        assertThat(count("failed")).isEqualTo(1);
        world.loops.advance(Duration.ofSeconds(11));
        assertThat(active()).hasSize(1);
    }

    @Test
    void jobOfAnotherControllerIsLeftAlone() {
        start("'completions':1,'parallelism':1,'managedBy':'example.com/other'");
        assertThat(pods()).isEmpty();
        assertThat(job().status().isMissingNode()).isTrue();
    }
}
