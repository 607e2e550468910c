package io.kubejar.bench;

import java.util.List;

/** Something that is measured. */
interface Benchmark {
    /** Its name for {@code --only}. */
    String name();

    /** What it measures, in a line. */
    String summary();

    /** Measures; leaves nothing running. */
    List<Row> run(Settings settings) throws Exception;
}
