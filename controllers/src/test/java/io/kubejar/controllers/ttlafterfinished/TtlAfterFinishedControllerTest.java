package io.kubejar.controllers.ttlafterfinished;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.World;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TtlAfterFinishedControllerTest {
    private static final String JOB = "{'metadata':{'name':'j','namespace':'a'},'spec':{%s},'status':{'conditions':"
            + "[{'type':'%s','status':'True','lastTransitionTime':'2026-11-21T10:00:00Z'}]}}";

    private final World world = new World();

    private boolean isThere() {
        return world.get(Resources.JOBS, "a", "j") != null;
    }

    @Test
    void finishedJobGoesWhenItsTimeIsOver() {
        world.create(Resources.JOBS, JOB.formatted("'ttlSecondsAfterFinished':60", "Failed"));
        world.start(TtlAfterFinishedController::new);
        world.loops.advance(Duration.ofSeconds(59));
        assertThat(isThere()).isTrue();
        world.loops.advance(Duration.ofSeconds(1));
        assertThat(isThere()).isFalse();
    }

    @Test
    void longerTimeCounts() {
        world.create(Resources.JOBS, JOB.formatted("'ttlSecondsAfterFinished':60", "Complete"));
        world.start(TtlAfterFinishedController::new);
        world.api.set(
                ResourceRef.of(Resources.JOBS, "a", "j"),
                j -> j.edit(root -> Json.child(root, "spec").put("ttlSecondsAfterFinished", 120)));
        world.loops.advance(Duration.ofSeconds(119));
        assertThat(isThere()).isTrue();
        world.loops.advance(Duration.ofSeconds(1));
        assertThat(isThere()).isFalse();
    }

    @Test
    void runningJobAndJobWithoutTimeStay() {
        world.create(Resources.JOBS, JOB.formatted("'ttlSecondsAfterFinished':0", "Suspended"));
        world.create(Resources.JOBS, JOB.formatted("", "Complete").replace("'j'", "'k'"));
        world.start(TtlAfterFinishedController::new);
        world.loops.advance(Duration.ofDays(1));
        assertThat(world.api.lister(Resources.JOBS).all()).hasSize(2);
    }
}
