package io.kubejar.server.front;

import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.exchange.Exchange;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.verbs.DeleteVerb;
import io.kubejar.server.verbs.UpdateVerb;
import java.util.ArrayList;
import java.util.List;

/** Answers the requests for resources: reads options and body, calls the pipeline, writes the asked form. */
final class ResourceDoor {
    private final Pipeline pipeline;
    private final Forms forms;
    private final WatchDoor watches;
    private final LogDoor logs;
    private final ForwardDoor forwards;

    ResourceDoor(Pipeline pipeline, Forms forms, WatchDoor watches, LogDoor logs, ForwardDoor forwards) {
        this.pipeline = pipeline;
        this.forms = forms;
        this.watches = watches;
        this.logs = logs;
        this.forwards = forwards;
    }

    /** Answers one request whose resource is served; a failure is told with what the client was to be warned of. */
    void answer(RequestInfo info, ResourceDef def, UserInfo user, ServerRequest request, Exchange exchange) {
        List<String> warnings = new ArrayList<>(def.strategy().deprecations());
        try {
            served(info, def, user, request, exchange, warnings);
        } catch (StatusException e) {
            Answers.status(request, exchange, e, warnings);
        }
    }

    private void served(
            RequestInfo info,
            ResourceDef def,
            UserInfo user,
            ServerRequest request,
            Exchange exchange,
            List<String> warnings) {
        String subresource = info.ref().subresource();
        if (subresource.equals("log")) {
            logs.answer(call(info, user, request, warnings), request, exchange);
            return;
        }
        if (subresource.equals("portforward") && !def.custom()) {
            forwards.answer(Call.of(info.verb(), info.ref(), user), request, exchange);
            return;
        }
        if (!def.custom()) {
            if (info.verb().equals("patch")) {
                Bodies.requirePatchRoute(request);
            }
            Negotiation.requireRoute(request, List.of("list", "watch").contains(info.verb()));
        }
        boolean transforms = subresource.isEmpty() || subresource.equals("status");
        Negotiation.Offer offer = new Negotiation.Offer(transforms, !def.custom());
        MediaType type =
                info.verb().equals("watch") ? Negotiation.stream(request, offer) : Negotiation.output(request, offer);
        Call call = call(info, user, request, warnings);
        switch (info.verb()) {
            case "get" -> one(exchange, 200, def, call, pipeline.get(call), type, request);
            case "list" -> many(exchange, def, call, pipeline.list(call), type, request);
            case "watch" -> watches.open(def, call, request, exchange, type);
            case "create" -> {
                Body body = Bodies.read(request);
                ApiObject made = pipeline.create(call, body);
                one(exchange, 201, def, call, made, type, request);
            }
            case "update" -> {
                UpdateVerb.Updated updated = pipeline.update(call, Bodies.read(request));
                one(exchange, updated.created() ? 201 : 200, def, call, updated.object(), type, request);
            }
            case "patch" -> {
                UpdateVerb.Updated patched = pipeline.patch(call, Bodies.patch(request, call, def.custom()));
                one(exchange, patched.created() ? 201 : 200, def, call, patched.object(), type, request);
            }
            case "delete" -> {
                DeleteVerb.Deleted deleted = pipeline.delete(call);
                one(exchange, 200, def, call, deleted.answer(def), type, request);
            }
            default -> many(exchange, def, call, pipeline.deleteCollection(call), type, request);
        }
    }

    private static Call call(RequestInfo info, UserInfo user, ServerRequest request, List<String> warnings) {
        ListOptions list = ListOptions.ALL;
        WriteOptions write = WriteOptions.NONE;
        DeleteOptions delete = DeleteOptions.NONE;
        switch (info.verb()) {
            case "list" -> {
                list = Options.list(request);
                Options.requireNoWatchOptions(request);
            }
            case "watch" -> list = Options.list(request);
            case "create" -> write = Options.write(request, "CreateOptions");
            case "update" -> write = Options.write(request, "UpdateOptions");
            case "patch" -> write = Options.write(request, "PatchOptions");
            case "delete" -> delete = DeleteOptionsReader.read(request);
            case "deletecollection" -> {
                list = Options.list(request);
                delete = DeleteOptionsReader.read(request);
            }
            default -> {}
        }
        return new Call(info.verb(), info.ref(), user, list, write, delete, warnings);
    }

    private void one(
            Exchange exchange,
            int code,
            ResourceDef def,
            Call call,
            ApiObject object,
            MediaType type,
            ServerRequest request) {
        boolean status = object.kind().equals("Status");
        if (!status && type.as().equals("PartialObjectMetadataList")) {
            throw otherForm(def, type, "", "not a list");
        }
        int answered = status ? (int) Json.number(object.tree(), code, "code") : code;
        boolean pretty = Negotiation.isPretty(request);
        if (type.isPlainJson() && !pretty) {
            Answers.json(exchange, answered, object.json(), type, call.warnings());
        } else {
            var tree = forms.object(def, object, type, request.parameter("includeObject"));
            Answers.tree(exchange, answered, tree, type, pretty, call.warnings());
        }
    }

    private void many(
            Exchange exchange, ResourceDef def, Call call, ObjectList list, MediaType type, ServerRequest request) {
        if (type.as().equals("PartialObjectMetadata")) {
            throw otherForm(def, type, "List", "a list");
        }
        var tree = forms.list(def, list, type, request.parameter("includeObject"));
        Answers.tree(exchange, 200, tree, type, Negotiation.isPretty(request), call.warnings());
    }

    /** Upstream: asPartialObjectMetadata and asPartialObjectMetadataList, response.go; the object's Go type is shown. */
    private static StatusException otherForm(ResourceDef def, MediaType type, String suffix, String what) {
        String group =
                def.kind().group().isEmpty() ? "core" : def.kind().group().replaceFirst("\\..*", "");
        String goType = def.custom()
                ? "unstructured.Unstructured" + suffix
                : group + "." + def.kind().kind() + suffix;
        return StatusException.of(
                Reason.NOT_ACCEPTABLE,
                "you requested " + type.as() + ", but the requested object is " + what + " (*" + goType + ")");
    }
}
