package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is served at one moment, and the documents about it as far as they were asked for. Thread-safe. */
final class Served {
    /** To be counted up when documents of the same resources come out differently. */
    private static final String FORM = "1";

    private final String release;
    private final List<ServedResource> resources;
    private final Map<String, Document> documents;
    private @Nullable Version2 version2;

    private Served(String release, List<ServedResource> resources, Map<String, Document> documents) {
        this.release = release;
        this.resources = resources;
        this.documents = documents;
    }

    /** The document of version 2 in both forms; the second is made when it is asked for. */
    static final class Version2 {
        private final ObjectNode tree;
        private final byte[] json;
        private final String tag;
        private byte @Nullable [] protobuf;

        Version2(ObjectNode tree) {
            this.tree = tree;
            this.json = Json.bytes(tree);
            this.tag = sha512(json);
        }

        byte[] json() {
            return json;
        }

        String tag() {
            return tag;
        }

        synchronized byte[] protobuf() {
            byte[] made = protobuf;
            if (made == null) {
                made = Version2Protobuf.encode(tree);
                protobuf = made;
            }
            return made;
        }
    }

    /**
     * One document of version 3. Its hash is of what it is made of, so that the index does not need the document.
     */
    static final class Document {
        private final String path;
        private final Object made;
        private final Supplier<ObjectNode> maker;
        private @Nullable String hash;
        private byte @Nullable [] json;

        Document(String path, Object made, Supplier<ObjectNode> maker) {
            this.path = path;
            this.made = made;
            this.maker = maker;
        }

        synchronized String hash() {
            String known = hash;
            if (known == null) {
                String text = FORM + Schemas.fingerprint() + path + describe(made);
                known = sha512(text.getBytes(StandardCharsets.UTF_8));
                hash = known;
            }
            return known;
        }

        synchronized byte[] json() {
            byte[] bytes = json;
            if (bytes == null) {
                bytes = Json.bytes(maker.get());
                json = bytes;
            }
            return bytes;
        }
    }

    /** What is served now; documents that stay the same are taken over from before. */
    static Served of(String release, List<ServedResource> resources, @Nullable Served before) {
        Map<String, Document> out = new TreeMap<>();
        Map<String, List<ServedResource>> byGroup = new TreeMap<>();
        resources.forEach(r ->
                byGroup.computeIfAbsent(r.groupPath(), p -> new ArrayList<>()).add(r));
        plainPaths(byGroup).forEach((path, operation) -> {
            Map<String, List<Operation>> paths = Map.of("/" + path + "/", List.of(operation));
            add(out, before, path, operation.id(), () -> V3Document.of(paths, List.of(), "v1", release));
        });
        byGroup.forEach((path, group) -> {
            ServedResource any = group.get(0);
            String gv = any.group().isEmpty() ? any.version() : any.group() + "/" + any.version();
            add(
                    out,
                    before,
                    path,
                    List.copyOf(group),
                    () -> V3Document.of(ResourcePaths.of(any.group(), any.version(), group), group, gv, release));
        });
        return new Served(release, List.copyOf(resources), out);
    }

    private static void add(
            Map<String, Document> out, @Nullable Served before, String path, Object made, Supplier<ObjectNode> maker) {
        Document known = before == null ? null : before.documents.get(path);
        out.put(path, known != null && known.made.equals(made) ? known : new Document(path, made, maker));
    }

    private static String describe(Object made) {
        if (!(made instanceof List<?> resources)) {
            return made.toString();
        }
        StringBuilder out = new StringBuilder();
        for (Object resource : resources) {
            ServedResource r = (ServedResource) resource;
            out.append(r.name()).append(r.kind()).append(r.namespaced()).append(new TreeSet<>(r.verbs()));
            out.append(r.listKind()).append(r.customSchema()).append('\n');
        }
        return out.toString();
    }

    /** The paths of version 3 that are about no resource. */
    private static Map<String, Operation> plainPaths(Map<String, List<ServedResource>> byGroup) {
        Map<String, Operation> out = new TreeMap<>();
        out.put("api", OtherPaths.coreVersions());
        out.put("apis", OtherPaths.groups());
        out.put("version", OtherPaths.version());
        out.put("openid/v1/jwks", OtherPaths.keys());
        out.put(".well-known/openid-configuration", OtherPaths.openIdConfiguration());
        byGroup.values().forEach(group -> {
            ServedResource any = group.get(0);
            if (!any.group().isEmpty() && !any.isCustom()) {
                out.put("apis/" + any.group(), OtherPaths.group(any.group()));
            }
        });
        return out;
    }

    /** The documents of version 3 by path. */
    Map<String, Document> documents() {
        return documents;
    }

    synchronized Version2 version2() {
        Version2 made = version2;
        if (made == null) {
            made = new Version2(tree2());
            version2 = made;
        }
        return made;
    }

    private ObjectNode tree2() {
        Map<String, List<ServedResource>> byGroup = new TreeMap<>();
        resources.forEach(r ->
                byGroup.computeIfAbsent(r.groupPath(), p -> new ArrayList<>()).add(r));
        Map<String, List<Operation>> paths = new TreeMap<>();
        plainPaths(byGroup).forEach((path, operation) -> paths.put("/" + path + "/", List.of(operation)));
        List<String> groupVersions = new ArrayList<>();
        byGroup.values().forEach(group -> {
            ServedResource any = group.get(0);
            paths.putAll(ResourcePaths.of(any.group(), any.version(), group));
            groupVersions.add(any.group().isEmpty() ? any.version() : any.group() + "/" + any.version());
        });
        return V2Document.of(paths, resources, groupVersions, release);
    }

    private static String sha512(byte[] bytes) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
