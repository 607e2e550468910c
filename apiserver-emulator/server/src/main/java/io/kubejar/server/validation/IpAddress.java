package io.kubejar.server.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as a text told it, read leniently: leading zeros of numbers are skipped. Upstream: ParseIPSloppy,
 * k8s.io/utils/net and its copy of Go's older net.ParseIP, v1.36. Immutable.
 */
public final class IpAddress {
    private static final int GROUPS = 8;
    private static final int MAPPED = 0xffff;

    private final int[] groups;
    private final boolean dotted;
    private final boolean padded;

    private IpAddress(int[] groups, boolean dotted, boolean padded) {
        this.groups = groups;
        this.dotted = dotted;
        this.padded = padded;
    }

    /** The address of a text; null when it is none. */
    public static @Nullable IpAddress parse(String text) {
        return text.contains(":") ? parse6(text) : parse4(text);
    }

    private static @Nullable IpAddress parse4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        int[] octets = new int[4];
        boolean padded = false;
        for (int i = 0; i < 4; i++) {
            String digits = parts[i].replaceFirst("^0+(?=.)", "");
            if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > 255) {
                return null;
            }
            octets[i] = Integer.parseInt(digits);
            padded |= digits.length() < parts[i].length();
        }
        int[] groups = new int[GROUPS];
        groups[5] = MAPPED;
        groups[6] = octets[0] << 8 | octets[1];
        groups[7] = octets[2] << 8 | octets[3];
        return new IpAddress(groups, true, padded);
    }

    private static @Nullable IpAddress parse6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            Half all = half(text, true);
            return all != null && all.groups.size() == GROUPS ? of(all.groups, all.padded) : null;
        }
        Half left = half(text.substring(0, gap), false);
        Half right = half(text.substring(gap + 2), true);
        if (left == null || right == null || left.groups.size() + right.groups.size() >= GROUPS) {
            return null;
        }
        List<Integer> groups = new ArrayList<>(left.groups);
        while (groups.size() + right.groups.size() < GROUPS) {
            groups.add(0);
        }
        groups.addAll(right.groups);
        return of(groups, left.padded || right.padded);
    }

    private static IpAddress of(List<Integer> groups, boolean padded) {
        return new IpAddress(groups.stream().mapToInt(Integer::intValue).toArray(), false, padded);
    }

    /** The groups on one side of the gap. */
    private record Half(List<Integer> groups, boolean padded) {}

    private static @Nullable Half half(String text, boolean last) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return new Half(groups, false);
        }
        boolean padded = false;
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].contains(".")) {
                IpAddress inner = last && i == parts.length - 1 ? parse4(parts[i]) : null;
                if (inner == null) {
                    return null;
                }
                groups.add(inner.groups[6]);
                groups.add(inner.groups[7]);
                padded |= inner.padded;
                continue;
            }
            String digits = parts[i].replaceFirst("^0+(?=.)", "");
            if (!digits.matches("[0-9a-fA-F]{1,4}")) {
                return null;
            }
            groups.add(Integer.parseInt(digits, 16));
            padded |= parts[i].length() > 4;
        }
        return new Half(groups, padded);
    }

    /** Whether it is an IPv4 address, also one that was told as IPv6. */
    public boolean isV4() {
        return groups[5] == MAPPED && Arrays.stream(groups, 0, 5).allMatch(g -> g == 0);
    }

    /** Whether the text was an IPv6 one that holds an IPv4 address. */
    public boolean isMapped() {
        return isV4() && !dotted;
    }

    /** Whether a strict reader refuses the text for its leading zeros. */
    public boolean isPadded() {
        return padded;
    }

    /** Whether it is the address of nothing, {@code 0.0.0.0} or {@code ::}. */
    public boolean isUnspecified() {
        return tail(isV4() ? 6 : 0).stream().allMatch(g -> g == 0);
    }

    /** Whether it leads to the own machine. */
    public boolean isLoopback() {
        return isV4()
                ? groups[6] >> 8 == 127
                : groups[7] == 1 && Arrays.stream(groups, 0, 7).allMatch(g -> g == 0);
    }

    /** Whether it is valid on one link only. */
    public boolean isLinkLocal() {
        return isV4() ? groups[6] == 0xa9fe : (groups[0] & 0xffc0) == 0xfe80;
    }

    /** Whether it is a group's on one link only. */
    public boolean isLinkLocalMulticast() {
        return isV4() ? groups[6] == 0xe000 && groups[7] >> 8 == 0 : (groups[0] & 0xff0f) == 0xff02;
    }

    /** The bits from the first one on, 32 of an IPv4 text, 128 of an IPv6 one; each is 0 or 1. */
    int[] bits() {
        return tail(dotted ? 6 : 0).stream()
                .flatMapToInt(g -> java.util.stream.IntStream.rangeClosed(1, 16).map(shift -> g >> (16 - shift) & 1))
                .toArray();
    }

    /** The same address with all bits from a position on cleared. */
    IpAddress masked(int ones) {
        int first = dotted ? GROUPS - 2 : 0;
        int[] out = groups.clone();
        for (int i = first; i < GROUPS; i++) {
            int kept = Math.max(0, Math.min(16, ones - (i - first) * 16));
            out[i] &= 0xffff << (16 - kept);
        }
        return new IpAddress(out, dotted, false);
    }

    private List<Integer> tail(int from) {
        return Arrays.stream(groups, from, GROUPS).boxed().toList();
    }

    /** The canonical text, RFC 5952 for IPv6; an IPv4 address is dotted however it was told. */
    @Override
    public String toString() {
        if (isV4()) {
            return (groups[6] >> 8) + "." + (groups[6] & 255) + "." + (groups[7] >> 8) + "." + (groups[7] & 255);
        }
        int gap = -1;
        int length = 1; // one zero group is written out
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                gap = i;
                length = end - i;
            }
        }
        if (gap < 0) {
            return hex(0, GROUPS);
        }
        return hex(0, gap) + "::" + hex(gap + length, GROUPS);
    }

    private String hex(int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return out.toString();
    }
}
