package io.kubejar.server.patch;

import org.jspecify.annotations.Nullable;

/**
 * What a strategic merge patch must know about a type: how its members merge. Immutable. Upstream: strategicpatch.LookupPatchMeta,
 * apimachinery/pkg/util/strategicpatch/meta.go, v1.36.
 */
public interface MergeRules {
    /** The kind of the type as messages name it: {@code struct} for a type with members, {@code map}, {@code string}, … */
    String kind();

    /** The type's name as messages give it, as {@code PodSpec}; "" when it has none. */
    String name();

    /** How a member merges; null when the type declares no such member. Asked for types of kind {@code struct} only. */
    @Nullable
    Field field(String member);

    /**
     * How one member merges.
     *
     * @param type the member's type; of a list the type of its elements
     * @param list whether the member is a list
     * @param strategy {@code merge}, {@code replace} or "" when nothing is declared; {@code retainKeys} is left out, because
     *     a patch carries it itself
     * @param mergeKey the member by which elements are told apart; "" for lists of plain values
     */
    record Field(MergeRules type, boolean list, String strategy, String mergeKey) {
        /** Whether elements are merged into the list instead of replacing it. */
        public boolean merges() {
            return strategy.equals("merge");
        }
    }
}
