package io.kubejar.junit;

import io.kubejar.cluster.fault.text.FaultText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What goes wrong during a test because its annotations ask for it. */
final class DisturbedTests {
    private DisturbedTests() {}

    /** What the classes around a test and then its method ask for, as it is typed. */
    static List<String> of(ExtensionContext context) {
        List<String> out = new ArrayList<>();
        if (context.getTestMethod().isEmpty()) {
            return out;
        }
        for (Class<?> at = context.getRequiredTestClass(); at != null; at = at.getEnclosingClass()) {
            out.addAll(0, texts(AnnotationSupport.findRepeatableAnnotations(at, Disturbed.class)));
        }
        out.addAll(
                texts(AnnotationSupport.findRepeatableAnnotations(context.getRequiredTestMethod(), Disturbed.class)));
        return out;
    }

    private static List<String> texts(List<Disturbed> found) {
        return found.stream().map(Disturbed::value).toList();
    }

    /** Lets it happen. */
    static void begin(ExtensionContext context, @Nullable TestCluster cluster) {
        for (String text : of(context)) {
            if (cluster == null) {
                throw new ExtensionConfigurationException("@Disturbed needs a cluster: put @KubeTest on the test");
            }
            try {
                cluster.begin(FaultText.parse(text));
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new ExtensionConfigurationException("@Disturbed(\"" + text + "\"): " + e.getMessage(), e);
            }
        }
    }

    /** For people who look at a failure; "" when nothing was asked for. */
    static String told(ExtensionContext context) {
        List<String> all = of(context);
        return all.isEmpty() ? "" : "disturbed by: " + String.join("; ", all) + "\n";
    }
}
