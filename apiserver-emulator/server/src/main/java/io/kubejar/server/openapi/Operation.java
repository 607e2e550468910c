package io.kubejar.server.openapi;

import io.kubejar.core.object.Gvk;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one method of one path does, in a form that both versions of OpenAPI are written from.
 *
 * @param method the HTTP method in lower case
 * @param action {@code x-kubernetes-action}, or "" for what is no action on a resource
 * @param kind the kind it is about, or null
 * @param parameters its parameters, those of the path included
 * @param body the definition of the body, or null when there is none
 * @param answers the definition of the answer by status code; "" is a text
 * @param consumes the media types of the body
 * @param produces the media types of the answer
 */
record Operation(
        String method,
        String id,
        String tag,
        String description,
        String action,
        @Nullable Gvk kind,
        List<Parameter> parameters,
        @Nullable String body,
        boolean bodyRequired,
        Map<Integer, String> answers,
        List<String> consumes,
        List<String> produces) {}
