package io.kubejar.junit;

import io.kubejar.cluster.Mode;
import io.kubejar.cluster.activity.Activity;
import io.kubejar.cluster.fault.Disturbance;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link KubeTest} does. */
final class KubeTestExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                BeforeTestExecutionCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KubeTestExtension.class);
    private static final String CLUSTER = "cluster";
    private static final String BASE = "base";
    private static final String WRITES = "writes";
    private static final String ENTERED = "entered";
    private static final LeftThreads THREADS = new LeftThreads();

    /** What went wrong before the test already, because its class has asked for it. */
    private record Before(List<Disturbance> disturbances) {}

    /** The static fields that are to be cleared after the class. */
    private record Filled(List<Field> fields) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        enter(context);
        KubeTest settings = settings(context);
        Class<?> type = context.getRequiredTestClass();
        // A nested class shares the cluster of the class around it.
        if (settings.scope() == KubeTest.Scope.CLASS && find(context) == null) {
            context.getStore(NAMESPACE).put(CLUSTER, started(context, settings));
        } else if (settings.scope() == KubeTest.Scope.TEST && base(context) == null) {
            context.getStore(NAMESPACE).put(BASE, started(context, settings));
        }
        TestCluster cluster = find(context);
        if (cluster != null) {
            String owner = context.getUniqueId();
            List<Field> fields = Fields.fillStatic(type, TestCluster::gives, wanted -> cluster.give(wanted, owner));
            context.getStore(NAMESPACE).put(Filled.class, new Filled(fields));
        } else {
            Fields.emptyStatic(type, TestCluster::gives).stream().findFirst().ifPresent(field -> {
                throw new ExtensionConfigurationException("each test has its own cluster: the field " + field.getName()
                        + " must not be static, or the class shares one with @KubeTest(scope = CLASS)");
            });
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        KubeTest settings = settings(context);
        if (context.getStore(NAMESPACE).get(ENTERED) == null) {
            enter(context); // only a method has the annotation
        }
        if (settings.scope() == KubeTest.Scope.TEST) {
            context.getStore(NAMESPACE).put(CLUSTER, own(context, settings));
        }
        TestCluster cluster = find(context);
        if (cluster != null) {
            context.getStore(NAMESPACE).put(WRITES, cluster.writes());
            context.getStore(NAMESPACE).put(Before.class, new Before(cluster.disturbances()));
            Activity before = cluster.activity();
            if (before != null) {
                context.getStore(NAMESPACE).put(Activity.class, before);
            }
            for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
                Fields.fill(instance, TestCluster::gives, type -> cluster.give(type, context.getUniqueId()));
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(GrantOnly.class) ? TestCluster.givesGranted(type) : TestCluster.gives(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestCluster own = find(context);
        TestCluster cluster = own != null ? own : base(context); // the latter in @BeforeAll and @AfterAll
        if (cluster == null) {
            throw new ParameterResolutionException(
                    "only single tests of the class have a cluster: take it as a parameter"
                            + " of one of these, or put @KubeTest on the class");
        }
        Class<?> type = parameter.getParameter().getType();
        return parameter
                .findAnnotation(GrantOnly.class)
                .map(grant -> cluster.giveGranted(type, grant, context.getRequiredTestClass(), context.getUniqueId()))
                .orElseGet(() -> cluster.give(type, context.getUniqueId()));
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        DisturbedTests.begin(context, find(context));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        undo(context, find(context));
    }

    /** Undoes what the test has asked for, by its annotations or by itself. */
    private static void undo(ExtensionContext context, @Nullable TestCluster cluster) {
        Before before = context.getStore(NAMESPACE).get(Before.class, Before.class);
        if (cluster != null && before != null && context.getTestMethod().isPresent()) {
            cluster.undoAllBut(before.disturbances());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        after(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (context.getStore(NAMESPACE).remove(Filled.class) instanceof Filled filled) {
            Fields.clear(filled.fields());
        }
        after(context);
    }

    /** Judges, then closes what the context has opened, and sees that nothing of it is left. */
    private static void after(ExtensionContext context) throws Exception {
        TestCluster cluster = find(context);
        Closing.all(List.<AutoCloseable>of(
                () -> undo(context, cluster),
                () -> judge(context, cluster),
                () -> judgeGrants(context, cluster),
                () -> judgeActivity(context, cluster),
                () -> judgeStore(context, cluster),
                () -> closeClients(context, cluster),
                () -> closeClients(context, base(context)),
                () -> closeOwn(context, CLUSTER),
                () -> closeOwn(context, BASE),
                () -> leave(context)));
    }

    /** Tells the story of a failure; fails itself when a component has met a fault that nobody was told of. */
    private static void judge(ExtensionContext context, @Nullable TestCluster cluster) {
        if (cluster == null) {
            return;
        }
        List<String> faults = cluster.newFaults();
        boolean failed = context.getTestMethod().isPresent()
                && context.getExecutionException().isPresent();
        if (!failed && faults.isEmpty()) {
            return;
        }
        long since = context.getStore(NAMESPACE).get(WRITES) instanceof Long number ? number : 0;
        String story = cluster.story(since);
        if (story != null) {
            String told = repetition(context) + DisturbedTests.told(context) + story;
            context.publishReportEntry("kubejar", told);
            System.err.print("kubejar: " + context.getDisplayName() + " failed; " + told);
        }
        if (!failed) {
            String disturbed = DisturbedTests.told(context).strip();
            throw new AssertionError(
                    "components of the cluster met faults: " + faults + (disturbed.isEmpty() ? "" : ", " + disturbed));
        }
    }

    /** How to repeat the order of a seeded run; "" for others. */
    private static String repetition(ExtensionContext context) {
        KubeTest settings = settings(context);
        if (settings.mode() != Mode.SEEDED || context.getTestMethod().isEmpty()) {
            return "";
        }
        long seed = SeedSourceProvider.seed(context, settings.seed());
        return "the same order of everything again: " + SeedSourceProvider.command(context, seed) + "\n";
    }

    /** A cluster that starts anew for the class or test. */
    private static TestCluster started(ExtensionContext context, KubeTest settings) {
        return TestCluster.started(settings, SeedSourceProvider.seed(context, settings.seed()));
    }

    /** The cluster of a test that shares none: a copy of its class's, or one that starts anew when it has settings of its own. */
    private static TestCluster own(ExtensionContext context, KubeTest settings) {
        TestCluster base = base(context);
        boolean different = context.getTestMethod()
                .map(method -> AnnotationSupport.isAnnotated(method, KubeTest.class))
                .orElse(false);
        return base == null || different
                ? started(context, settings)
                : base.copy(settings, SeedSourceProvider.seed(context, settings.seed()));
    }

    /** The cluster that those of the class's tests are copies of; null when there is none. */
    private static @Nullable TestCluster base(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(BASE) instanceof TestCluster cluster ? cluster : null;
    }

    private static void judgeGrants(ExtensionContext context, @Nullable TestCluster cluster) {
        if (cluster != null) {
            cluster.grants().judge(context);
        }
    }

    private static void judgeActivity(ExtensionContext context, @Nullable TestCluster cluster) {
        Activity before = context.getStore(NAMESPACE).get(Activity.class, Activity.class);
        Activity done = cluster == null ? null : cluster.activitySince(before);
        if (done != null) {
            Budgets.judge(Budgets.of(context), done);
        }
    }

    /** Not after a failure, which may have left anything behind. */
    private static void judgeStore(ExtensionContext context, @Nullable TestCluster cluster) {
        boolean passed = context.getTestMethod().isPresent()
                && context.getExecutionException().isEmpty();
        if (cluster != null && passed) {
            StoreChecks.store(cluster);
        }
    }

    private static void enter(ExtensionContext context) {
        THREADS.enter();
        context.getStore(NAMESPACE).put(ENTERED, true);
    }

    private static void closeClients(ExtensionContext context, @Nullable TestCluster cluster) throws Exception {
        if (cluster != null) {
            cluster.closeClients(context.getUniqueId());
        }
    }

    /** Closes the cluster that the context has made; one of the class around it stays. */
    private static void closeOwn(ExtensionContext context, String which) throws Exception {
        // Removes only what the context itself has stored.
        if (context.getStore(NAMESPACE).remove(which) instanceof TestCluster own) {
            own.close();
        }
    }

    private static void leave(ExtensionContext context) throws InterruptedException {
        List<String> left = context.getStore(NAMESPACE).remove(ENTERED) == null ? List.of() : THREADS.leave();
        if (!left.isEmpty()) {
            throw new AssertionError("threads of a cluster are left, is one not closed? " + left);
        }
    }

    /** The cluster that the context's test works with; null when there is none yet. A store sees those around it. */
    private static @Nullable TestCluster find(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(CLUSTER) instanceof TestCluster cluster ? cluster : null;
    }

    private static KubeTest settings(ExtensionContext context) {
        Optional<KubeTest> ofMethod =
                context.getTestMethod().flatMap(method -> AnnotationSupport.findAnnotation(method, KubeTest.class));
        if (ofMethod.isPresent()) {
            if (ofMethod.get().scope() == KubeTest.Scope.CLASS) {
                throw new ExtensionConfigurationException("@KubeTest(scope = CLASS) belongs on a class, not on "
                        + context.getRequiredTestMethod().getName());
            }
            return ofMethod.get();
        }
        for (Class<?> at = context.getRequiredTestClass(); at != null; at = at.getEnclosingClass()) {
            Optional<KubeTest> found = AnnotationSupport.findAnnotation(at, KubeTest.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("@KubeTest is missing on " + context.getRequiredTestClass());
    }
}
