package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Why an image is not there. The reasons are those of pkg/kubelet/images/types.go, v1.36. */
final class PodImages {
    private static final Set<String> PULLING = Set.of("ErrImagePull", "ImagePullBackOff");

    private PodImages() {}

    static List<String> of(ApiObject pod, JsonNode status, Sight sight) {
        JsonNode waiting = status.path("state").path("waiting");
        String reason = Json.textOr(waiting, "", "reason");
        String image = Json.textOr(status, "", "image");
        String who = Look.container(status);
        String message = Json.textOr(waiting, "", "message");
        if (reason.equals("InvalidImageName")) {
            return List.of(who + ": " + image + " is no name of an image");
        }
        if (reason.equals("ErrImageNeverPull")) {
            return List.of(who + ": the image " + image + " is not on the node, and its imagePullPolicy is Never");
        }
        if (reason.equals("ImageInspectError")) {
            return List.of(who + ": the image " + image + " on the node cannot be read: " + message);
        }
        if (!PULLING.contains(reason)) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        String said = Look.events(pod, sight).stream()
                .map(event -> event.at("message").asText())
                .filter(text -> text.startsWith("Failed to pull image"))
                .reduce("", (first, second) -> second);
        out.add(who + ": the image " + image + " cannot be pulled, "
                + (said.isEmpty() ? reason + ": " + message : said));
        out.add("check the image's name and its tag");
        JsonNode secrets = pod.spec().path("imagePullSecrets");
        if (secrets.isEmpty()) {
            out.add("if its registry is private: the pod has no imagePullSecrets");
        }
        for (JsonNode secret : secrets) {
            String name = Json.textOr(secret, "", "name");
            if (sight.find(Resources.SECRETS, pod.namespace(), name) == null) {
                out.add("its imagePullSecret " + name + " does not exist");
            }
        }
        return out;
    }
}
