package io.kubejar.server.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The paths, queries and bodies of requests. */
final class Requests {
    private static final String UNESCAPED = "-._~!$&'()*+,;=:@/";

    private Requests() {}

    /** A path with its query, built up parameter by parameter. */
    private static final class Target {
        private final StringBuilder text;
        private char separator = '?';

        Target(String path) {
            text = new StringBuilder(escape(path));
        }

        Target with(String name, String value) {
            if (!value.isEmpty()) {
                text.append(separator)
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                separator = '&';
            }
            return this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** Escapes what may not stand in a path; names of RBAC objects may hold any letter. */
    static String escape(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || UNESCAPED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return out.toString();
    }

    static String path(ResourceRef ref) {
        return escape(ref.path());
    }

    static String list(ResourceRef ref, ListOptions options) {
        return new Target(ref.path())
                .with("labelSelector", options.labelSelector())
                .with("fieldSelector", options.fieldSelector())
                .with("limit", options.limit() == 0 ? "" : Integer.toString(options.limit()))
                .with("continue", options.continueToken())
                .with("resourceVersion", options.resourceVersion())
                .with("resourceVersionMatch", options.resourceVersionMatch())
                .toString();
    }

    /** A watch of one object is a watch of its collection with a field selector. */
    static String watch(ResourceRef ref, WatchOptions options) {
        ResourceRef collection = ResourceRef.of(ref.resource(), ref.namespace());
        String fields = options.fieldSelector();
        if (!ref.name().isEmpty()) {
            fields = "metadata.name=" + ref.name() + (fields.isEmpty() ? "" : "," + fields);
        }
        return new Target(collection.path())
                .with("watch", "true")
                .with("labelSelector", options.labelSelector())
                .with("fieldSelector", fields)
                .with("resourceVersion", options.fromRevision() == 0 ? "" : Long.toString(options.fromRevision()))
                .with("allowWatchBookmarks", options.bookmarks() ? "true" : "")
                .toString();
    }

    static String write(ResourceRef ref, WriteOptions options) {
        return write(new Target(ref.path()), options).toString();
    }

    static String patch(ResourceRef ref, Patch patch, WriteOptions options) {
        boolean force = options.force() && patch.type() == Patch.Type.APPLY;
        return write(new Target(ref.path()), options)
                .with("force", force ? "true" : "")
                .toString();
    }

    private static Target write(Target target, WriteOptions options) {
        return target.with("fieldManager", options.fieldManager())
                .with("dryRun", options.dryRun() ? "All" : "")
                .with("fieldValidation", options.fieldValidation());
    }

    static byte[] body(DeleteOptions options) {
        ObjectNode out = Json.object();
        out.put("kind", "DeleteOptions").put("apiVersion", "v1");
        Long grace = options.gracePeriodSeconds();
        if (grace != null) {
            out.put("gracePeriodSeconds", grace);
        }
        if (!options.propagationPolicy().isEmpty()) {
            out.put("propagationPolicy", options.propagationPolicy());
        }
        if (!options.uid().isEmpty()) {
            Json.child(out, "preconditions").put("uid", options.uid());
        }
        if (!options.resourceVersion().isEmpty()) {
            Json.child(out, "preconditions").put("resourceVersion", options.resourceVersion());
        }
        if (options.dryRun()) {
            out.putArray("dryRun").add("All");
        }
        return Json.bytes(out);
    }
}
