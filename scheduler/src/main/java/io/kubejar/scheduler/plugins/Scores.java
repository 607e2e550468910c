package io.kubejar.scheduler.plugins;

/** Upstream: plugins/helper/normalize_score.go, v1.36. */
final class Scores {
    static final long MAX = 100;

    private Scores() {}

    /** Stretches scores to 0..100 by the highest one; reversed, the highest becomes 0. */
    static void normalize(long[] scores, boolean reverse) {
        long max = 0;
        for (long score : scores) {
            max = Math.max(max, score);
        }
        for (int i = 0; i < scores.length; i++) {
            long score = max == 0 ? 0 : MAX * scores[i] / max;
            scores[i] = reverse ? MAX - score : score;
        }
    }
}
