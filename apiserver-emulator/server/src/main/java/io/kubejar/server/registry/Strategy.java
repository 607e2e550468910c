package io.kubejar.server.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * What is special about a kind when it is created, updated or deleted. Pure: every method works on trees that belong to
 * the request, old states must not be changed. Upstream: rest.RESTCreateStrategy and RESTUpdateStrategy,
 * apiserver/pkg/registry/rest, v1.36.
 */
public interface Strategy {
    /** Nothing special. */
    Strategy PLAIN = new Strategy() {};

    /** Fills what the client left out. Runs after decoding, for every write and for what storage gives back. */
    default void defaults(ObjectNode object) {}

    /** Clears what clients may not set (status, generation) before a create. */
    default void prepareForCreate(ObjectNode object) {}

    /** Keeps what an update may not touch and moves the generation on. */
    default void prepareForUpdate(ObjectNode object, ObjectNode old) {}

    /** Checks a new object. */
    default void validate(ObjectNode object, FieldErrors errors) {}

    /**
     * Whether a new object's metadata is checked before {@link #validate}, with the rules of the kind's names; otherwise
     * it is checked afterwards, with the rules that all kinds share.
     */
    default boolean hasMetadataRules() {
        return true;
    }

    /**
     * Whether an update looks at metadata once more before {@link #validateUpdate}, as the rules of most kinds begin;
     * otherwise those rules do it themselves, or not at all.
     */
    default boolean beginsWithMetadata() {
        return true;
    }

    /** Checks a new state against the old one. */
    default void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        validate(object, errors);
    }

    /** Keeps everything but the status, for an update of the {@code status} subresource. */
    default void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {
        StatusUpdates.keepAllButStatus(object, old);
    }

    /** Checks a new status. */
    default void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {}

    /** Warnings for the client about an object that was accepted. */
    default List<String> warnings(ObjectNode object) {
        return List.of();
    }

    /** Warnings for the client about a change that was accepted; what was there before may be known already. */
    default List<String> updateWarnings(ObjectNode object, ObjectNode old) {
        return warnings(object);
    }

    /** Warnings for the client about a new status that was accepted. */
    default List<String> statusWarnings(ObjectNode object) {
        return List.of();
    }

    /** Whether an update of a missing object creates it. */
    default boolean allowCreateOnUpdate() {
        return false;
    }

    /** Whether an update may leave out the resourceVersion. */
    default boolean allowUnconditionalUpdate() {
        return true;
    }

    /**
     * How long the object may take to go once it is deleted, in seconds; 0 removes it at once. Asked only for an object
     * that is not yet being deleted. Upstream: rest.RESTGracefulDeleteStrategy.CheckGracefulDelete.
     */
    default long gracePeriod(ObjectNode object, DeleteOptions options) {
        return 0;
    }

    /**
     * Whether upstream deletes the kind with code of its own: preconditions fail in other words, and the metadata tells
     * no grace period. Upstream: the Delete of pkg/registry/core/namespace/storage and of apiextensions' registry.
     */
    default boolean isDeletedItsOwnWay() {
        return false;
    }

    /** What everybody who asks for the kind is warned of, whatever the verb. Upstream: deprecation warnings, installer.go. */
    default List<String> deprecations() {
        return List.of();
    }

    /**
     * Whether a deletion is always told in the object before it goes, also one without a grace period: watchers see it
     * change and then vanish.
     */
    default boolean isGraceful() {
        return false;
    }

    /** What keeps the object besides {@code metadata.finalizers}: a namespace's {@code spec.finalizers}. */
    default boolean isHeld(ObjectNode object) {
        return false;
    }

    /** Marks an object that begins to be deleted, beyond its metadata. */
    default void markTerminating(ObjectNode object) {}

    /** What becomes of dependents when the client names no policy: {@code Background} or {@code Orphan}. */
    default String defaultPropagation() {
        return "Background";
    }
}
