package io.kubejar.bench;

import java.util.Locale;

/**
 * A line of the table.
 *
 * @param what what was measured
 * @param measured the number, with its unit
 * @param peer the peer's number, "" when no peer is named
 * @param ratio how often the one is in the other, "" without a peer
 * @param budget what it may be, "" when nothing is laid down
 * @param verdict whether the budget is met
 */
record Row(String what, String measured, String peer, String ratio, String budget, Verdict verdict) {
    /** Whether a budget is met. */
    enum Verdict {
        MET("met"),
        MISSED("MISSED"),
        NONE("");

        final String text;

        Verdict(String text) {
            this.text = text;
        }

        static Verdict of(boolean met) {
            return met ? MET : MISSED;
        }
    }

    /** A duration that must be at most so many milliseconds. */
    static Row atMostMillis(String what, double millis, double budget) {
        return new Row(what, millis(millis), "", "", "≤ " + number(budget) + " ms", Verdict.of(millis <= budget));
    }

    /** A rate that must be at least so many per second. */
    static Row atLeastPerSecond(String what, double rate, double budget) {
        return new Row(what, perSecond(rate), "", "", "≥ " + number(budget) + "/s", Verdict.of(rate >= budget));
    }

    /** A number without a budget. */
    static Row plain(String what, String measured) {
        return new Row(what, measured, "", "", "", Verdict.NONE);
    }

    /** What could not be measured here, and why. */
    static Row absent(String what, String why) {
        return new Row(what, "-", why, "", "", Verdict.NONE);
    }

    /** A rate that must be so many times the peer's. */
    static Row faster(String what, double rate, String peer, double peerRate, double budget) {
        double ratio = rate / peerRate;
        return new Row(
                what,
                perSecond(rate),
                peer + " " + perSecond(peerRate),
                number(ratio) + " x",
                "≥ " + number(budget) + " x",
                Verdict.of(ratio >= budget));
    }

    /** A duration that must be this part of the peer's. */
    static Row shorter(String what, double millis, String peer, double peerMillis, double budget) {
        double ratio = millis / peerMillis;
        return new Row(
                what,
                millis(millis),
                peer + " " + millis(peerMillis),
                number(ratio) + " x",
                "≤ " + number(budget) + " x",
                Verdict.of(ratio <= budget));
    }

    static String millis(double millis) {
        return number(millis) + " ms";
    }

    static String perSecond(double rate) {
        return number(rate) + "/s";
    }

    /** Three digits that count. */
    private static String number(double value) {
        int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
