package io.kubejar.server.admission;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpAddress;
import io.kubejar.server.validation.IpRange;
import io.kubejar.server.validation.Names;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The cluster addresses that can be given out. Upstream: Allocator and MetaAllocator,
 * pkg/registry/core/service/ipallocator, v1.36, which keep an IPAddress object for every address.
 *
 * @param taken the addresses that others have
 * @param dryRun whether nothing is really taken; a dry run looks only at the range
 */
record ClusterAddresses(Set<String> taken, boolean dryRun, Chance chance) {
    private static final IpRange RANGE = Objects.requireNonNull(IpRange.parse("10.96.0.0/16"), "range");
    private static final String PREFIX = "10.96.";
    private static final int LAST = 0xfffe;
    /** Below are addresses that are given out only when all others are taken, so that they stay for who asks for them. */
    private static final int FIRST_DYNAMIC = 257;

    /** What came of it: an address, or what is wrong. */
    record Answer(String address, String problem) {}

    /** The address that the service of a name asks for. */
    Answer asked(String text, String name) {
        IpAddress ip = IpAddress.parse(text);
        if (ip == null) {
            return new Answer("", "failed to parse service IP " + FieldErrors.quote(text));
        }
        String address = ip.toString();
        boolean inside = RANGE.contains(ip);
        boolean first = address.equals(PREFIX + "0.0");
        boolean last = address.equals(PREFIX + "255.255");
        if (!inside && !dryRun) {
            return new Answer("", "the provided network does not match the current range");
        }
        if (!inside || first || last) {
            String detail = "the provided IP (" + address + ") is not in the valid range. The range of valid IPs is ";
            return new Answer("", detail + RANGE);
        }
        return take(address, text, name);
    }

    private Answer take(String address, String text, String name) {
        if (dryRun) {
            return new Answer(text, "");
        }
        String problem = reference(address, name);
        if (problem.isEmpty() && taken.contains(address)) {
            problem = "provided IP is already allocated";
        }
        return new Answer(problem.isEmpty() ? text : "", problem);
    }

    /** The object of an address refers to its service by name. Upstream: validateIPAddressParentReference. */
    private static String reference(String address, String name) {
        String begin =
                "IPAddress.networking.k8s.io " + FieldErrors.quote(address) + " is invalid: spec.parentRef.name: ";
        if (name.isEmpty()) {
            return begin + "Required value";
        }
        List<String> wrong = Names.pathSegment(name);
        return wrong.isEmpty() ? "" : begin + "Invalid value: " + FieldErrors.quote(name) + ": " + wrong.get(0);
    }

    /** Any address for the service of a name. */
    Answer any(String name) {
        if (dryRun) {
            return new Answer(PREFIX + "0.0", "");
        }
        String address = free(FIRST_DYNAMIC, LAST);
        if (address.isEmpty()) {
            address = free(1, FIRST_DYNAMIC - 1);
        }
        if (address.isEmpty()) {
            throw StatusException.internal(
                    "failed to allocate a serviceIP for Service " + FieldErrors.quote(name) + ": range is full");
        }
        return take(address, address, name);
    }

    private String free(int first, int last) {
        int size = last - first + 1;
        int start = chance.below(size);
        for (int i = 0; i < size; i++) {
            int host = first + (start + i) % size;
            String address = PREFIX + (host >> 8) + "." + (host & 0xff);
            if (!taken.contains(address)) {
                return address;
            }
        }
        return "";
    }
}
