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

    /** Defines {@code foos.example.com}, of the kind Foo, in namespaces, with anything in them and a status. */
    public static final String FOOS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: foos.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: foos, kind: Foo}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    private Samples() {}

    /** The Deployment {@code web}, of so many replicas. */
    public static String web(int replicas) {
        return WEB.replace("REPLICAS", Integer.toString(replicas));
    }
}
