package io.kubejar.server.crd;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of versions: stable ones first, then beta, alpha, each the highest first; other names last. Upstream:
 * version.CompareKubeAwareVersionStrings, apimachinery, v1.36.
 */
record VersionPriority(int stability, long major, long minor, String name) implements Comparable<VersionPriority> {
    private static final Pattern KUBE = Pattern.compile("v(\\d{1,9})(?:(alpha|beta)(\\d{1,9}))?");
    private static final Comparator<VersionPriority> ORDER = Comparator.comparingInt(VersionPriority::stability)
            .thenComparing(Comparator.comparingLong(VersionPriority::major).reversed())
            .thenComparing(Comparator.comparingLong(VersionPriority::minor).reversed())
            .thenComparing(VersionPriority::name);

    static VersionPriority of(String version) {
        Matcher m = KUBE.matcher(version);
        if (!m.matches()) {
            return new VersionPriority(3, 0, 0, version);
        }
        long major = Long.parseLong(m.group(1));
        if (m.group(2) == null) {
            return new VersionPriority(0, major, 0, version);
        }
        return new VersionPriority(m.group(2).equals("beta") ? 1 : 2, major, Long.parseLong(m.group(3)), version);
    }

    @Override
    public int compareTo(VersionPriority other) {
        return ORDER.compare(this, other);
    }
}
