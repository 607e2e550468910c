package io.kubejar.cluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.cluster.fault.Disturbances;
import io.kubejar.core.object.Json;
import io.kubejar.server.remote.ClientTls;
import io.kubejar.server.remote.KubeconfigReader;
import io.kubejar.server.remote.Remote;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a cluster that runs elsewhere what is to happen to it, by its kubeconfig. What goes wrong is an {@link
 * IllegalStateException} with one line for people.
 */
public final class ControlClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Remote remote;
    private final HttpClient http;

    private ControlClient(Remote remote) {
        this.remote = remote;
        http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .sslContext(ClientTls.context(remote.authorities(), remote.identity()))
                .build();
    }

    /**
     * For the cluster of a kubeconfig's current context.
     *
     * @throws IllegalArgumentException when the file cannot be used; the message is one line that names it
     */
    public static ControlClient of(Path kubeconfig) {
        return new ControlClient(KubeconfigReader.read(kubeconfig));
    }

    /** Begins a fault; gives what came of it. */
    public String begin(String fault) {
        JsonNode answer =
                send("POST", "faults", Json.object().put("text", fault).toString());
        String told = Json.textOr(answer, "", "told");
        return answer.has("number") ? answer.path("number").asInt() + "  " + told : told;
    }

    /** What lasts, a line each: its number and how it is typed. */
    public List<String> faults() {
        return lines(send("GET", "faults", ""), "faults");
    }

    /** Undoes the one of a number, or all for "all"; gives what was undone, a line each. */
    public List<String> undo(String which) {
        return lines(send("DELETE", which.equals("all") ? "faults" : "faults/" + which, ""), "undone");
    }

    /** What time it is there and how it goes. */
    public String time() {
        return told(send("GET", "time", ""));
    }

    /** Moves the time, as {@code 6m}. */
    public String advance(String by) {
        return told(send("POST", "time", Json.object().put("advance", by).toString()));
    }

    /** Moves the time until nothing happens any more. */
    public String runToRest() {
        JsonNode answer =
                send("POST", "time", Json.object().put("runToRest", true).toString());
        return told(answer) + ", moved by " + Json.textOr(answer, "", "moved");
    }

    /** Lets the time go by itself, so many times as fast as here; 0 stops it. */
    public String speed(double factor) {
        return told(send("POST", "time", Json.object().put("speed", factor).toString()));
    }

    private static List<String> lines(JsonNode answer, String field) {
        List<String> out = new ArrayList<>();
        answer.path(field)
                .forEach(fault -> out.add(fault.path("number").asInt() + "  " + Json.textOr(fault, "", "text")));
        return out;
    }

    private static String told(JsonNode time) {
        double speed = time.path("speed").asDouble();
        String how = Json.textOr(time, "", "moves").equals("by itself")
                ? "goes by itself"
                : speed == 0 ? "stands still until it is moved" : "goes at speed " + speed;
        return Json.textOr(time, "", "now") + ", " + how;
    }

    private JsonNode send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(remote.server() + Disturbances.CONTROL + path))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (!remote.token().isEmpty()) {
            request.header("Authorization", "Bearer " + remote.token());
        }
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no cluster answers at " + remote.server() + "; start one with kubejar up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + remote.server(), e);
        }
        JsonNode out;
        try {
            out = Json.parse(answer.body());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(remote.server() + " is no kubejar: it answers " + answer.statusCode(), e);
        }
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(Json.textOr(out, "it answers " + answer.statusCode(), "message"));
        }
        return out;
    }
}
