package io.kubejar.etcd.http;

import java.util.Map;
import java.util.TreeMap;

/** How often who asked for the health, and what they heard. For any thread. */
final class HealthCounts {
    /** One check of a kind of them. */
    record Check(String type, String name) implements Comparable<Check> {
        @Override
        public int compareTo(Check other) {
            int order = name.compareTo(other.name);
            return order != 0 ? order : type.compareTo(other.type);
        }
    }

    /** What came of a check. */
    record Results(long good, long bad, boolean lastGood) {}

    private long good; // guarded by this
    private long bad; // guarded by this
    private final TreeMap<Check, Results> checks = new TreeMap<>(); // guarded by this

    /** {@code /health} was answered. */
    synchronized void health(boolean well) {
        if (well) {
            good++;
        } else {
            bad++;
        }
    }

    /** A check of {@code /livez} or {@code /readyz} was made. */
    synchronized void check(Check check, boolean well) {
        Results before = checks.getOrDefault(check, new Results(0, 0, well));
        checks.put(check, new Results(before.good() + (well ? 1 : 0), before.bad() + (well ? 0 : 1), well));
    }

    synchronized long good() {
        return good;
    }

    synchronized long bad() {
        return bad;
    }

    synchronized Map<Check, Results> checks() {
        return new TreeMap<>(checks);
    }
}
