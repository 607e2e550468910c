package io.kubejar.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs small test classes and tells what became of them. */
final class Runs {
    private Runs() {}

    /** The stories that tests published. */
    static List<String> reports(Events events) {
        return events.reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class))
                .map(entry -> entry.getKeyValuePairs().get("kubejar"))
                .toList();
    }

    /** What made a class fail. */
    static Throwable containerFailure(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .containerEvents()
                .failed()
                .stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    /** What made a test fail, by the beginning of its name. */
    static Throwable failure(Events events, String test) {
        return events.failed().stream()
                .filter(event -> event.getTestDescriptor().getDisplayName().startsWith(test))
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    /** Runs the tests of a class; gives what became of them. */
    static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }
}
