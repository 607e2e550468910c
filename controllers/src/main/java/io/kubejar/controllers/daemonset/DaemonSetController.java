package io.kubejar.controllers.daemonset;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.history.ControllerRevisions;
import io.kubejar.controllers.pod.Claims;
import io.kubejar.controllers.pod.TemplateHash;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one pod of a DaemonSet on every node that fits. Upstream: pkg/controller/daemon/daemon_controller.go
 * (syncDaemonSet) and update.go (constructHistory, cleanupHistory), v1.36.
 */
public final class DaemonSetController implements Controller {
    private final Lister daemonSets;
    private final Lister pods;
    private final Lister nodes;
    private final Lister revisions;
    private final FailedPodBackoff backoff = new FailedPodBackoff();

    /** Reads DaemonSets, pods, nodes and ControllerRevisions. */
    public DaemonSetController(Listers listers) {
        daemonSets = listers.of(Resources.DAEMON_SETS);
        pods = listers.of(Resources.PODS);
        nodes = listers.of(Resources.NODES);
        revisions = listers.of(Resources.CONTROLLER_REVISIONS);
    }

    @Override
    public String name() {
        return "daemonset-controller";
    }

    @Override
    public String user() {
        return "system:serviceaccount:kube-system:daemon-set-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.DAEMON_SETS)
                .onOwned(Resources.PODS, "apps", "DaemonSet")
                .on(Resources.PODS, Claims.orphansWake(daemonSets))
                .onOwned(Resources.CONTROLLER_REVISIONS, "apps", "DaemonSet")
                .on(Resources.CONTROLLER_REVISIONS, Claims.orphansWake(daemonSets))
                .on(Resources.NODES, this::nodeChanged);
    }

    /**
     * A node wakes the DaemonSets for which it counts otherwise than before; its heartbeats wake none. Upstream:
     * shouldIgnoreNodeUpdate and syncNodeUpdate.
     */
    private Collection<ObjectKey> nodeChanged(@Nullable ApiObject before, @Nullable ApiObject after) {
        if (before != null
                && after != null
                && before.metadata().path("labels").equals(after.metadata().path("labels"))
                && before.spec().path("taints").equals(after.spec().path("taints"))) {
            return List.of();
        }
        List<ObjectKey> keys = new ArrayList<>();
        for (ApiObject daemonSet : daemonSets.all()) {
            NodeFit fit = new NodeFit(daemonSet);
            boolean counted = before != null && !fit.of(before).equals(new NodeFit.Fit(false, false));
            boolean counts = after != null && !fit.of(after).equals(new NodeFit.Fit(false, false));
            if (counted || counts) {
                keys.add(daemonSet.key());
            }
        }
        return keys;
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject daemonSet = daemonSets.get(key);
        if (daemonSet == null) {
            return Plan.NOTHING;
        }
        JsonNode selector = daemonSet.spec().path("selector");
        if (selector.isObject() && selector.isEmpty()) {
            return Plan.event(EventNote.warning(
                    daemonSet,
                    "SelectingAll",
                    "This daemon set is selecting all pods. A non-empty selector is required."));
        }
        if (daemonSet.isTerminating()) {
            return Plan.NOTHING;
        }
        LabelSelector parsed = LabelSelector.of(selector);
        Claims history =
                Claims.of(daemonSet, parsed, Claims.candidates(daemonSet, revisions), Resources.CONTROLLER_REVISIONS);
        Claims claimed = Claims.of(daemonSet, parsed, Claims.candidates(daemonSet, pods));
        Plan.Builder first = Plan.builder().all(history.plan()).all(claimed.plan());
        return first.isEmpty() ? step(daemonSet, history.owned(), claimed.owned(), now) : first.build();
    }

    /** The revision of the current template must be there, once, labelled and be the newest before anything else. */
    private Plan step(ApiObject daemonSet, List<ApiObject> history, List<ApiObject> owned, Instant now) {
        List<ApiObject> old = new ArrayList<>();
        List<ApiObject> same = new ArrayList<>();
        ApiObject proposed = revision(daemonSet, 0);
        Comparator<ApiObject> order = Comparator.comparingLong(ControllerRevisions::number);
        for (ApiObject revision : history.stream().sorted(order).toList()) {
            if (revision.label(DaemonPods.HASH) == null) {
                return label(revision);
            }
            (ControllerRevisions.same(revision, proposed) ? same : old).add(revision);
        }
        long next = old.isEmpty() ? 1 : ControllerRevisions.number(old.get(old.size() - 1)) + 1;
        if (same.isEmpty()) {
            return ControllerRevisions.create(daemonSet, Resources.DAEMON_SETS, revision(daemonSet, next));
        }
        ApiObject current = same.get(same.size() - 1);
        String hash = Json.textOr(current.metadata(), "", "labels", DaemonPods.HASH);
        if (same.size() > 1) {
            return unify(hash, same.subList(0, same.size() - 1), owned);
        }
        if (ControllerRevisions.number(current) < next) {
            return ControllerRevisions.renumber(current, next);
        }
        Plan.Builder plan = Plan.builder();
        plan.all(new DaemonStep(daemonSet, hash, nodes.all(), owned, backoff, now).plan());
        cleanUp(daemonSet, old, owned, plan);
        return plan.build();
    }

    /** A new revision of the DaemonSet's template. Upstream: snapshot. */
    static ApiObject revision(ApiObject daemonSet, long number) {
        String hash = TemplateHash.ofTemplate(
                daemonSet.spec().path("template"), daemonSet.status().path("collisionCount"));
        return ControllerRevisions.make(daemonSet, number, DaemonPods.HASH, hash);
    }

    private static Plan label(ApiObject revision) {
        ApiObject after = revision.edit(
                root -> Json.child(Json.child(root, "metadata"), "labels").put(DaemonPods.HASH, revision.name()));
        return Plan.builder()
                .update(ResourceRef.to(Resources.CONTROLLER_REVISIONS, after), after)
                .build();
    }

    /** Two revisions hold the same: all pods get the label of one, the others go. Upstream: dedupCurHistories. */
    private static Plan unify(String hash, List<ApiObject> doubles, List<ApiObject> owned) {
        Plan.Builder plan = Plan.builder();
        for (ApiObject pod : owned) {
            if (!hash.equals(pod.label(DaemonPods.HASH))) {
                var body = Json.object();
                body.putObject("metadata").putObject("labels").put(DaemonPods.HASH, hash);
                plan.patch(ResourceRef.to(Resources.PODS, pod), Patch.merge(body));
            }
        }
        doubles.forEach(
                revision -> plan.delete(ResourceRef.to(Resources.CONTROLLER_REVISIONS, revision), DeleteOptions.NONE));
        return plan.build();
    }

    private static void cleanUp(ApiObject daemonSet, List<ApiObject> old, List<ApiObject> pods, Plan.Builder plan) {
        Set<String> hashes = new HashSet<>();
        pods.forEach(pod -> hashes.add(Json.textOr(pod.metadata(), "", "labels", DaemonPods.HASH)));
        long surplus = old.size() - Json.number(daemonSet.spec(), 10, "revisionHistoryLimit");
        old.stream()
                .filter(revision -> !hashes.contains(revision.label(DaemonPods.HASH)))
                .limit(Math.max(0, surplus))
                .forEach(revision ->
                        plan.delete(ResourceRef.to(Resources.CONTROLLER_REVISIONS, revision), DeleteOptions.NONE));
    }
}
