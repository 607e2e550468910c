package io.kubejar.controllers.statefulset;

import io.kubejar.controllers.history.ControllerRevisions;
import io.kubejar.controllers.pod.Claims;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.controllers.pod.TemplateHash;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the pods of a StatefulSet: each with its ordinal, its host name and its claims. Upstream:
 * pkg/controller/statefulset/stateful_set.go (sync) and stateful_set_control.go (UpdateStatefulSet), v1.36.
 */
public final class StatefulSetController implements Controller {
    private final Lister sets;
    private final Lister pods;
    private final Lister claims;
    private final Lister revisions;

    /** Reads StatefulSets, pods, claims and ControllerRevisions. */
    public StatefulSetController(Listers listers) {
        sets = listers.of(Resources.STATEFUL_SETS);
        pods = listers.of(Resources.PODS);
        claims = listers.of(Resources.PERSISTENT_VOLUME_CLAIMS);
        revisions = listers.of(Resources.CONTROLLER_REVISIONS);
    }

    @Override
    public String name() {
        return "statefulset-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.STATEFUL_SETS)
                .onOwned(Resources.PODS, "apps", "StatefulSet")
                .on(Resources.PODS, Claims.orphansWake(sets))
                .onOwned(Resources.CONTROLLER_REVISIONS, "apps", "StatefulSet")
                .on(Resources.PERSISTENT_VOLUME_CLAIMS, (before, after) -> List.of()); // read, but wakes nobody
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject set = sets.get(key);
        if (set == null) {
            return Plan.NOTHING;
        }
        List<ApiObject> history = ControllerRevisions.of(set, revisions);
        Plan.Builder first = Plan.builder();
        if (!set.isTerminating()) {
            first.all(ControllerRevisions.adoptions(set, history));
        }
        LabelSelector selector = LabelSelector.of(set.spec().path("selector"));
        Claims claimed = Claims.of(
                set,
                pod -> selector.matches(pod) && Identity.isMember(set, pod),
                Claims.candidates(set, pods),
                Resources.PODS);
        first.all(claimed.plan());
        return first.isEmpty() ? step(set, history, claimed.owned(), now) : first.build();
    }

    /** The revision of the set's template must be there and be the newest before anything else is done. */
    private Plan step(ApiObject set, List<ApiObject> history, List<ApiObject> owned, Instant now) {
        long next = history.isEmpty() ? 1 : ControllerRevisions.number(history.get(history.size() - 1)) + 1;
        ApiObject wanted = revision(set, next);
        List<ApiObject> same = history.stream()
                .filter(revision -> ControllerRevisions.same(revision, wanted))
                .toList();
        if (same.isEmpty()) {
            return ControllerRevisions.create(set, Resources.STATEFUL_SETS, wanted);
        }
        ApiObject newest = history.get(history.size() - 1);
        if (!ControllerRevisions.same(newest, wanted)) {
            return ControllerRevisions.renumber(same.get(same.size() - 1), next);
        }
        String currentName = Json.textOr(set.status(), "", "currentRevision");
        ApiObject current = history.stream()
                .filter(revision -> revision.name().equals(currentName))
                .findFirst()
                .orElse(newest);
        Plan.Builder plan = Plan.builder().all(new SetStep(set, current, newest, owned, claims, now).plan());
        truncate(set, history, List.of(current, newest), owned, plan);
        Pods.nextAvailable(owned, StatefulSets.minReady(set), now).ifPresent(plan::lookAgain);
        return plan.build();
    }

    /** A new revision of the set's template. */
    static ApiObject revision(ApiObject set, long number) {
        int collisions = (int) Json.number(set.status(), 0, "collisionCount");
        String hash = TemplateHash.ofData(ControllerRevisions.data(set), collisions);
        return ControllerRevisions.make(set, number, "controller.kubernetes.io/hash", hash);
    }

    private static void truncate(
            ApiObject set, List<ApiObject> history, List<ApiObject> used, List<ApiObject> pods, Plan.Builder plan) {
        Set<String> live = new HashSet<>();
        used.forEach(revision -> live.add(revision.name()));
        pods.forEach(pod -> live.add(Identity.revision(pod)));
        long limit = Json.number(set.spec(), 10, "revisionHistoryLimit");
        ControllerRevisions.truncate(history, live, limit, plan);
    }
}
