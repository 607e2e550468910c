package io.kubejar.cluster.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.Client;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.schema.DecodingException;
import io.kubejar.server.storage.StoredForm;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is found in a store that others have filled.
 *
 * @param keys how many keys there are
 * @param problems for each object of a served resource that cannot be read, its key and why
 */
public record StoreSurvey(int keys, List<String> problems) {
    /** How kube-apiserver begins a value that it has encrypted. */
    private static final String ENCRYPTED = "k8s:enc:";

    /** Looks at all that is there now. */
    public static StoreSurvey of(Client etcd, Registry registry) {
        StoreReader reader = new StoreReader(etcd);
        Catalog catalog = new Catalog(registry, name -> {
            throw new IllegalArgumentException("the server doesn't have a resource type \"" + name + "\"");
        });
        List<Stored> all = reader.list(StoreReader.ROOT, reader.revision());
        List<String> problems = new ArrayList<>();
        for (Stored stored : all) {
            ResourceDef def = catalog.at(stored.key());
            byte[] value = stored.value();
            String problem = def == null || value == null ? "" : problem(def, value, stored.revision());
            if (!problem.isEmpty()) {
                problems.add(stored.key() + ": " + problem);
            }
        }
        return new StoreSurvey(all.size(), problems);
    }

    private static String problem(ResourceDef def, byte[] value, long revision) {
        if (new String(value, 0, Math.min(value.length, ENCRYPTED.length()), UTF_8).equals(ENCRYPTED)) {
            return "it is encrypted";
        }
        try {
            ApiObject object = StoredForm.read(value, revision);
            boolean other = !def.custom()
                    && !object.apiVersion().equals(def.storedKind().apiVersion());
            return other ? "its version " + object.apiVersion() + " is not stored by this server" : "";
        } catch (DecodingException e) {
            return e.words();
        } catch (UncheckedIOException | ClassCastException | NullPointerException e) {
            return "it is neither JSON nor protobuf of an object";
        }
    }
}
