package io.kubejar.etcd.count;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** How often which sizes were seen. For any thread. */
public final class Histogram {
    /** A size, and how often something was seen that is no greater. */
    public interface Visitor {
        void visit(double limit, long upTo);
    }

    private final double[] limits;
    private final LongAdder[] seen; // between a limit and the one before it; the last one has no limit
    private final DoubleAdder sum = new DoubleAdder();

    Histogram(double[] limits) {
        this.limits = limits;
        this.seen = new LongAdder[limits.length + 1];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = new LongAdder();
        }
    }

    void add(double size) {
        int place = 0;
        while (place < limits.length && size > limits[place]) {
            place++;
        }
        seen[place].increment();
        sum.add(size);
    }

    /**
     * Shows how often sizes up to each limit were seen, the smallest limit first.
     *
     * @return how often there was any
     */
    public long visit(Visitor visitor) {
        long upTo = 0;
        for (int i = 0; i < limits.length; i++) {
            upTo += seen[i].sum();
            visitor.visit(limits[i], upTo);
        }
        return upTo + seen[limits.length].sum();
    }

    /** All sizes together. */
    public double sum() {
        return sum.sum();
    }
}
