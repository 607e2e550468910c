package io.kubejar.etcd.contract;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that a test needs and that may not be installed. */
public final class Programs {
    private Programs() {}

    /** Skips the test when the program is not installed, or fails it when everything has to be tried. */
    public static void require(String program) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if ("required".equals(System.getenv("KUBEJAR_INTEROP"))) {
            Assertions.assertTrue(found, program + " is not on the PATH, and KUBEJAR_INTEROP=required");
        }
        Assumptions.assumeTrue(found, program + " is not on the PATH");
    }
}
