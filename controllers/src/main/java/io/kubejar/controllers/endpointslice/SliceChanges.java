package io.kubejar.controllers.endpointslice;

import io.kubejar.controllers.service.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Which slices come, change, stay and go. Not thread-safe. */
final class SliceChanges {
    /** Slices that come. */
    final List<Slice> create = new ArrayList<>();
    /** Slices that change. */
    final List<Slice> update = new ArrayList<>();
    /** Slices that go. */
    final List<Slice> delete = new ArrayList<>();

    /** Adds all of others. */
    void add(SliceChanges others) {
        create.addAll(others.create);
        update.addAll(others.update);
        delete.addAll(others.delete);
    }

    /** Whether a stored slice stays as it is. */
    boolean leave(Slice slice) {
        String name = slice.object().name();
        return Stream.concat(update.stream(), delete.stream())
                .noneMatch(each -> each.object().name().equals(name));
    }

    /** Lets slices that come take the places of those that go, which saves writes. Upstream: finalize. */
    void recycle(BiPredicate<Slice, Slice> mayTake) {
        for (Slice gone : List.copyOf(delete)) {
            if (create.isEmpty()) {
                return;
            }
            Slice next = create.get(create.size() - 1);
            if (mayTake.test(next, gone)) {
                create.remove(create.size() - 1);
                delete.remove(gone);
                update.add(next.inPlaceOf(gone));
            }
        }
    }
}
