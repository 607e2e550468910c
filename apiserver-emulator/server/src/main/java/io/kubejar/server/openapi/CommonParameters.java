package io.kubejar.server.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Parameters that all operations of a path have, which are written once for the path. */
final class CommonParameters {
    private static final Comparator<Parameter> ORDER =
            Comparator.comparing(Parameter::name).thenComparing(Parameter::in);

    private CommonParameters() {}

    /** Those that every operation has, sorted by name. */
    static List<Parameter> of(List<Operation> operations) {
        Set<Parameter> out = new LinkedHashSet<>(operations.get(0).parameters());
        operations.forEach(o -> out.retainAll(o.parameters()));
        return out.stream().sorted(ORDER).toList();
    }

    /** The rest of an operation's parameters, sorted by name. */
    static List<Parameter> without(List<Parameter> parameters, List<Parameter> common) {
        List<Parameter> out = new ArrayList<>(new LinkedHashSet<>(parameters));
        out.removeAll(common);
        out.sort(ORDER);
        return out;
    }
}
