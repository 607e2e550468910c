package io.kubejar.core.reconcile;

import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;

/** One change that a plan wants made. */
public sealed interface Write {
    /** What it changes. */
    ResourceRef ref();

    /** Make a new object, or post to a subresource. */
    record Create(ResourceRef ref, ApiObject object) implements Write {}

    /** Replace an object, or a subresource when the address names one ({@code status}). */
    record Update(ResourceRef ref, ApiObject object) implements Write {}

    /** Patch an object or a subresource. */
    record Change(ResourceRef ref, Patch patch) implements Write {}

    /** Apply these fields of an object as a field manager, also against other managers. */
    record Apply(ResourceRef ref, ApiObject fields, String fieldManager) implements Write {}

    /** Delete an object. */
    record Delete(ResourceRef ref, DeleteOptions options) implements Write {}

    /** Delete every object of a resource, in one namespace when the address names one. */
    record DeleteAll(ResourceRef ref, DeleteOptions options) implements Write {
        /** What follows from it is given this: a collection's deletion answers with no object. */
        public static final ApiObject DONE = ApiObject.of(Json.object());
    }
}
