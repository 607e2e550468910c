package io.kubejar.junit;

import io.kubejar.cluster.KubeCluster;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link KubeTest} does. */
final class KubeTestExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KubeTestExtension.class);
    private static final String CLUSTER = "cluster";
    private static final String WRITES = "writes";

    @Override
    public void beforeAll(ExtensionContext context) {
        KubeTest settings = settings(context);
        // A nested class shares the cluster of the class around it.
        if (settings.scope() == KubeTest.Scope.CLASS && find(context) == null) {
            context.getStore(NAMESPACE).put(CLUSTER, new TestCluster(settings));
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        KubeTest settings = settings(context);
        if (settings.scope() == KubeTest.Scope.TEST) {
            context.getStore(NAMESPACE).put(CLUSTER, new TestCluster(settings));
        }
        TestCluster cluster = find(context);
        context.getStore(NAMESPACE).put(WRITES, cluster == null ? 0 : cluster.writes());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KubeCluster.class || UserClients.knows(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestCluster cluster = find(context);
        if (cluster == null) {
            throw new ParameterResolutionException(
                    "each test has its own cluster: take it as a parameter of the test or"
                            + " of @BeforeEach, or let the class share one with @KubeTest(scope = CLASS)");
        }
        Class<?> type = parameter.getParameter().getType();
        return type == KubeCluster.class ? cluster.cluster() : cluster.client(type);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        TestCluster cluster = find(context);
        if (cluster == null) {
            return;
        }
        try {
            judge(context, cluster);
        } finally {
            if (context.getStore(NAMESPACE).remove(CLUSTER) != null) {
                cluster.close();
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Object cluster = context.getStore(NAMESPACE).get(CLUSTER);
        if (cluster instanceof TestCluster own && isOwner(context)) {
            context.getStore(NAMESPACE).remove(CLUSTER);
            own.close();
        }
    }

    private static void judge(ExtensionContext context, TestCluster cluster) {
        Object before = context.getStore(NAMESPACE).get(WRITES);
        int since = before instanceof Integer number ? number : 0;
        List<String> faults = cluster.newFaults();
        Optional<Throwable> failure = context.getExecutionException();
        ClusterStory story = failure.isPresent() || !faults.isEmpty() ? cluster.story(since) : null;
        if (story == null) {
            return;
        }
        if (failure.isPresent()) {
            failure.get().addSuppressed(story);
            return;
        }
        AssertionError judged = new AssertionError("components of the cluster met faults: " + faults);
        judged.addSuppressed(story);
        throw judged;
    }

    /** The cluster that the context's test works with; null when there is none yet. A store sees those around it. */
    private static @Nullable TestCluster find(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(CLUSTER) instanceof TestCluster cluster ? cluster : null;
    }

    /** Whether the context's class is the one that made the cluster, and not one nested in it. */
    private static boolean isOwner(ExtensionContext context) {
        return context.getParent().map(KubeTestExtension::find).isEmpty();
    }

    private static KubeTest settings(ExtensionContext context) {
        for (Class<?> at = context.getRequiredTestClass(); at != null; at = at.getEnclosingClass()) {
            Optional<KubeTest> found = AnnotationSupport.findAnnotation(at, KubeTest.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("@KubeTest is missing on " + context.getRequiredTestClass());
    }
}
