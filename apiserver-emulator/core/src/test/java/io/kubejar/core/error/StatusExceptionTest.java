package io.kubejar.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusExceptionTest {
    @Test
    @DisplayName("not found names resource and object, in message and details")
    void notFound() {
        StatusException error = StatusException.notFound(Resources.DEPLOYMENTS, "web");
        assertThat(Json.string(error.status()))
                .isEqualTo("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"deployments.apps \\\"web\\\" not found\",\"reason\":\"NotFound\","
                        + "\"details\":{\"name\":\"web\",\"group\":\"apps\",\"kind\":\"deployments\"},\"code\":404}");
        assertThat(error).hasMessage("deployments.apps \"web\" not found");
        assertThat(error.code()).isEqualTo(404);
        assertThat(error.is(Reason.NOT_FOUND)).isTrue();
        assertThat(error.getStackTrace()).isEmpty();
    }

    @Test
    @DisplayName("the words of a name that is taken, of a conflict and of a refusal are upstream's")
    void wordsAreUpstreams() {
        assertThat(StatusException.alreadyExists(Resources.PODS, "a")).hasMessage("pods \"a\" already exists");
        assertThat(StatusException.modified(Resources.PODS, "a"))
                .hasMessage("Operation cannot be fulfilled on pods \"a\": the object has been modified;"
                        + " please apply your changes to the latest version and try again");
        assertThat(StatusException.forbidden(Resources.PODS, "a", "no")).hasMessage("pods \"a\" is forbidden: no");
        assertThat(StatusException.forbidden(Resources.PODS, "", "no")).hasMessage("pods is forbidden: no");
        assertThat(StatusException.forbidden(new Gvr("", "", ""), "", "no")).hasMessage("forbidden: no");
        assertThat(StatusException.badRequest("why")).hasMessage("why");
        assertThat(StatusException.expired("too old").code()).isEqualTo(410);
    }

    @Test
    @DisplayName("an invalid object names each field once, in brackets when there are several causes")
    void invalidNamesEachField() {
        Gvk kind = new Gvk("apps", "v1", "Deployment");
        Cause one = new Cause("FieldValueRequired", "Required value", "spec.selector");
        Cause two = new Cause("FieldValueInvalid", "Invalid value: 1", "spec.x");
        assertThat(StatusException.invalid(kind, "web", List.of(one)))
                .hasMessage("Deployment.apps \"web\" is invalid: spec.selector: Required value");
        StatusException both = StatusException.invalid(kind, "web", List.of(one, two));
        assertThat(both)
                .hasMessage("Deployment.apps \"web\" is invalid:"
                        + " [spec.selector: Required value, spec.x: Invalid value: 1]");
        assertThat(Json.string(both.status().path("details").path("causes").path(0)))
                .isEqualTo(
                        "{\"reason\":\"FieldValueRequired\",\"message\":\"Required value\",\"field\":\"spec.selector\"}");
        assertThat(StatusException.invalid(kind, "web", List.of())).hasMessage("Deployment.apps \"web\" is invalid");
    }

    @Test
    @DisplayName("an internal error says so and keeps its cause")
    void internalKeepsItsCause() {
        StatusException error = StatusException.internal("broken");
        assertThat(error).hasMessage("Internal error occurred: broken");
        assertThat(Json.text(error.status().path("details").path("causes").path(0), "message"))
                .isEqualTo("broken");
        assertThat(error.code()).isEqualTo(500);
    }

    @Test
    @DisplayName("a Status that was received tells reason, code and when to ask again")
    void aReceivedStatusIsRead() {
        StatusException error = new StatusException(Json.object()
                .put("message", "slow down")
                .put("reason", "TooManyRequests")
                .put("code", 429)
                .set("details", Json.object().put("retryAfterSeconds", 3)));
        assertThat(error.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
        assertThat(error.retryAfterSeconds()).isEqualTo(3);
        assertThat(new StatusException(Json.object()).reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(new StatusException(Json.object()).code()).isEqualTo(500);
        assertThat(new StatusException(Json.object()).retryAfterSeconds()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aReasonIsFoundByItsText(Reason reason) {
        assertThat(Reason.of(reason.text())).isEqualTo(reason);
    }
}
