package io.kubejar.server.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.admission.AdmissionPlugin;
import io.kubejar.server.admission.AdmissionRequest;
import io.kubejar.server.admission.AdmissionRequest.Operation;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pods are what their namespace's labels ask for; makers of pods and of templates are warned. Upstream: Admission,
 * pod-security-admission/admission/admission.go, v1.36, with the default configuration: privileged, no exemptions.
 */
public final class PodSecurity implements AdmissionPlugin {
    /** Where a kind has its template. */
    private static final Map<String, String[]> TEMPLATES = Map.of(
            "deployments.apps", new String[] {"spec", "template"},
            "replicasets.apps", new String[] {"spec", "template"},
            "statefulsets.apps", new String[] {"spec", "template"},
            "daemonsets.apps", new String[] {"spec", "template"},
            "replicationcontrollers", new String[] {"spec", "template"},
            "podtemplates", new String[] {"template"},
            "jobs.batch", new String[] {"spec", "template"},
            "cronjobs.batch", new String[] {"spec", "jobTemplate", "spec", "template"});

    private final Function<String, @Nullable ApiObject> namespaces;
    private final Function<String, List<ApiObject>> pods;

    /**
     * Looks up what is stored.
     *
     * @param namespaces a namespace by its name
     * @param pods the pods of a namespace
     */
    public PodSecurity(Function<String, @Nullable ApiObject> namespaces, Function<String, List<ApiObject>> pods) {
        this.namespaces = namespaces;
        this.pods = pods;
    }

    @Override
    public String name() {
        return "PodSecurity";
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        boolean writes = request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (object == null || !writes || !request.call().ref().subresource().isEmpty()) {
            return;
        }
        String resource = request.def().resource().groupResource();
        if (resource.equals("namespaces")) {
            namespace(request, object);
        } else if (resource.equals("pods")) {
            pod(request, object);
        } else if (TEMPLATES.containsKey(resource)) {
            warn(
                    request,
                    Json.at(object, TEMPLATES.get(resource)),
                    policy(request).warn());
        }
    }

    private NamespacePolicy policy(AdmissionRequest request) {
        ApiObject namespace = namespaces.apply(request.call().ref().namespace());
        return NamespacePolicy.of(namespace == null ? Json.object() : namespace.tree(), new FieldErrors());
    }

    private void pod(AdmissionRequest request, ObjectNode pod) {
        ObjectNode old = request.old();
        if (old != null && !isSignificant(pod.path("spec"), old.path("spec"))) {
            return;
        }
        NamespacePolicy policy = policy(request);
        List<Finding> found = policy.enforce().findings(pod);
        if (!found.isEmpty()) {
            throw request.forbidden("violates PodSecurity "
                    + FieldErrors.quote(policy.enforce().toString()) + ": " + Finding.details(found));
        }
        warn(request, pod, policy.warn());
    }

    private static void warn(AdmissionRequest request, JsonNode pod, Standard standard) {
        List<Finding> found = standard.findings(pod);
        if (!found.isEmpty()) {
            request.call()
                    .warnings()
                    .add("would violate PodSecurity " + FieldErrors.quote(standard.toString()) + ": "
                            + Finding.details(found));
        }
    }

    /** Upstream: isSignificantPodUpdate; containers of a pod change their image and little else. */
    private static boolean isSignificant(JsonNode spec, JsonNode old) {
        for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
            JsonNode now = spec.path(list);
            JsonNode before = old.path(list);
            if (now.size() != before.size()) {
                return true;
            }
            for (int i = 0; i < now.size(); i++) {
                for (String field : List.of("image", "securityContext")) {
                    if (!now.get(i).path(field).equals(before.get(i).path(field))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void namespace(AdmissionRequest request, ObjectNode namespace) {
        FieldErrors errors = new FieldErrors();
        NamespacePolicy policy = NamespacePolicy.of(namespace, errors);
        ObjectNode old = request.old();
        FieldErrors oldErrors = new FieldErrors();
        Standard before = old == null
                ? policy.enforce()
                : NamespacePolicy.of(old, oldErrors).enforce();
        if (!errors.isEmpty() && !errors.causes().equals(oldErrors.causes())) {
            throw StatusException.invalid(request.def().kind(), request.name(), errors.causes());
        }
        Standard now = policy.enforce();
        boolean relaxed = now.minor() == before.minor() && now.level().compareTo(before.level()) <= 0;
        if (!now.equals(before) && now.level() != Standard.Level.PRIVILEGED && !relaxed) {
            request.call().warnings().addAll(existing(request.name(), now));
        }
    }

    /** Upstream: EvaluatePodsInNamespace; pods with the same faults are told of by the first one's name. */
    private List<String> existing(String namespace, Standard standard) {
        Map<String, TreeSet<String>> names = new TreeMap<>();
        for (ApiObject pod : pods.apply(namespace)) {
            List<Finding> found = standard.findings(pod.tree());
            if (!found.isEmpty()) {
                names.computeIfAbsent(Finding.reasons(found), reasons -> new TreeSet<>())
                        .add(pod.name());
            }
        }
        if (names.isEmpty()) {
            return List.of();
        }
        TreeSet<String> lines = new TreeSet<>();
        names.forEach((reasons, all) -> {
            int more = all.size() - 1;
            String others = more == 0 ? "" : " (and " + more + " other " + PodView.plural("pod", more) + ")";
            lines.add(all.first() + others + ": " + reasons);
        });
        List<String> out = new ArrayList<>();
        out.add("existing pods in namespace " + FieldErrors.quote(namespace)
                + " violate the new PodSecurity enforce level " + FieldErrors.quote(standard.toString()));
        out.addAll(lines);
        return out;
    }
}
