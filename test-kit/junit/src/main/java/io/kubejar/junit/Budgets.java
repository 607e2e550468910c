package io.kubejar.junit;

import io.kubejar.cluster.activity.Activity;
import io.kubejar.cluster.activity.Budget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The budgets of a test, from its method and the classes around it. */
final class Budgets {
    private Budgets() {}

    static List<Budget> of(ExtensionContext context) {
        List<ActivityBudget> found = new ArrayList<>();
        context.getTestMethod()
                .ifPresent(method ->
                        found.addAll(AnnotationSupport.findRepeatableAnnotations(method, ActivityBudget.class)));
        if (context.getTestMethod().isPresent()) {
            for (Class<?> at = context.getRequiredTestClass(); at != null; at = at.getEnclosingClass()) {
                found.addAll(AnnotationSupport.findRepeatableAnnotations(at, ActivityBudget.class));
            }
        }
        return found.stream()
                .map(one ->
                        new Budget(one.of(), one.reconciles(), one.writes(), one.unchangedWrites(), one.conflicts()))
                .toList();
    }

    /** Fails when one is exceeded. */
    static void judge(List<Budget> budgets, Activity activity) {
        budgets.forEach(activity::within);
    }
}
