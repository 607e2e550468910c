package io.kubejar.server.yaml;

import java.util.Comparator;

/**
 * The order of a mapping's keys as Go's library writes them: numbers within texts by their value, other signs before
 * letters. Source: go.yaml.in/yaml/v2 sorter.go.
 */
final class KeyOrder implements Comparator<String> {
    @Override
    public int compare(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        int i = 0;
        while (i < a.length && i < b.length && a[i] == b[i]) {
            i++;
        }
        if (i == a.length || i == b.length) {
            return Integer.compare(a.length, b.length);
        }
        boolean letterA = Character.isLetter(a[i]);
        boolean letterB = Character.isLetter(b[i]);
        if (letterA && letterB) {
            return Integer.compare(a[i], b[i]);
        }
        if (letterA || letterB) {
            return letterB ? -1 : 1;
        }
        return numbers(a, b, i);
    }

    /** Two texts that part at a digit or a sign. A zero within a longer number counts as one of its digits. */
    private static int numbers(int[] a, int[] b, int from) {
        long start = (a[from] == '0' || b[from] == '0') && isWithinNumber(a, from) ? 1 : 0;
        int endA = endOfDigits(a, from);
        int endB = endOfDigits(b, from);
        long numberA = number(a, from, endA, start);
        long numberB = number(b, from, endB, start);
        if (numberA != numberB) {
            return Long.compare(numberA, numberB);
        }
        return endA != endB ? Integer.compare(endA, endB) : Integer.compare(a[from], b[from]);
    }

    private static boolean isWithinNumber(int[] text, int at) {
        for (int j = at - 1; j >= 0 && Character.isDigit(text[j]); j--) {
            if (text[j] != '0') {
                return true;
            }
        }
        return false;
    }

    private static int endOfDigits(int[] text, int from) {
        int end = from;
        while (end < text.length && Character.isDigit(text[end])) {
            end++;
        }
        return end;
    }

    /** The number overflows as Go's does. */
    private static long number(int[] text, int from, int end, long start) {
        long out = start;
        for (int i = from; i < end; i++) {
            out = out * 10 + (text[i] - '0');
        }
        return out;
    }
}
