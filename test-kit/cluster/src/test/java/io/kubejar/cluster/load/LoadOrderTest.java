package io.kubejar.cluster.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoadOrderTest {
    private static ApiObject object(String kind, String name, String uid, String... owners) {
        return ApiObject.of(new Gvk("", "v1", kind), "default", name).edit(root -> {
            var meta = Json.child(root, "metadata").put("uid", uid);
            for (String owner : owners) {
                meta.withArrayProperty("ownerReferences")
                        .addObject()
                        .put("apiVersion", "v1")
                        .put("kind", "Owner")
                        .put("name", owner)
                        .put("uid", owner);
            }
        });
    }

    private static List<String> names(List<ApiObject> objects) {
        return objects.stream().map(ApiObject::name).toList();
    }

    @Test
    void ownersComeBeforeTheirDependents() {
        List<ApiObject> dump = List.of(
                object("Pod", "pod", "p", "rs"),
                object("ConfigMap", "map", "m"),
                object("ReplicaSet", "set", "rs", "d"),
                object("Namespace", "space", "n"),
                object("Deployment", "deploy", "d", "gone"),
                object("CustomResourceDefinition", "foos", "c"));
        assertThat(names(LoadOrder.of(dump))).containsExactly("foos", "space", "deploy", "set", "pod", "map");
    }

    @Test
    void circlesComeAsTheyCome() {
        List<ApiObject> dump = List.of(object("A", "a", "1", "2"), object("B", "b", "2", "1"));
        assertThat(names(LoadOrder.of(dump))).containsExactly("b", "a");
    }

    @Test
    @DisplayName("an object that is here already, by its uid too, stays the owner of what the dump says it owns")
    void ownersThatAreHereWithTheSameUid() {
        Identities identities = new Identities(Set.of("same"), () -> "new");
        ApiObject again = identities.identified(object("X", "x", "same"));
        assertThat(again.uid()).isEqualTo("new");
        identities.gone(again);
        identities.stands(again, "same");
        assertThat(identities
                        .owned(object("Y", "y", "y", "same"), reference -> false)
                        .object()
                        .ownerReferences())
                .extracting(reference -> reference.uid())
                .containsExactly("same");
    }

    @Test
    @DisplayName("of two objects with one uid the first is meant, also when the other one does not come")
    void twoWithOneUid() {
        Identities identities = new Identities(Set.of(), () -> "new");
        identities.identified(object("X", "first", "both"));
        ApiObject second = identities.identified(object("X", "second", "both"));
        identities.gone(second);
        identities.stands(second, "elsewhere");
        assertThat(identities
                        .owned(object("Y", "y", "y", "both"), reference -> false)
                        .object()
                        .ownerReferences())
                .extracting(reference -> reference.uid())
                .containsExactly("both");
    }

    @Test
    @DisplayName("uids are kept unless they are taken, and owners are found under the uids that they have here")
    void identities() {
        Iterator<String> fresh = List.of("new-1", "new-2").iterator();
        Identities identities = new Identities(Set.of("taken"), fresh::next);
        List<ApiObject> known = new ArrayList<>();
        for (String uid : List.of("free", "taken", "free")) {
            known.add(identities.identified(object("X", "x", uid)));
        }
        assertThat(known).extracting(ApiObject::uid).containsExactly("free", "new-1", "new-2");
        identities.identified(object("X", "elsewhere", "there"));
        identities.stands(object("X", "elsewhere", "there"), "here");
        identities.identified(object("X", "left", "left"));
        identities.gone(object("X", "left", "left"));

        Identities.Owned owned = identities.owned(
                object("Y", "y", "y", "free", "taken", "there", "left", "kept", "lost"),
                reference -> reference.name().equals("kept"));
        assertThat(owned.object().ownerReferences())
                .extracting(reference -> reference.uid())
                .containsExactly("free", "new-1", "here", "kept");
        assertThat(owned.lost()).extracting(reference -> reference.uid()).containsExactly("left", "lost");
        assertThat(identities
                        .owned(object("Y", "z", "z", "lost"), reference -> false)
                        .object()
                        .metadata()
                        .has("ownerReferences"))
                .isFalse();
    }
}
