package io.kubejar.cluster;

/** Manifests that several tests apply. */
public final class Samples {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: REPLICAS
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: nginx}]}
            """;

    private Samples() {}

    /** The Deployment {@code web}, of so many replicas. */
    public static String web(int replicas) {
        return WEB.replace("REPLICAS", Integer.toString(replicas));
    }
}
