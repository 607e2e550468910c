package io.kubejar.core.object;

/** The resources that components speak of by name. */
public final class Resources {
    public static final Gvr NAMESPACES = new Gvr("", "v1", "namespaces");
    public static final Gvr NODES = new Gvr("", "v1", "nodes");
    public static final Gvr PODS = new Gvr("", "v1", "pods");
    public static final Gvr SERVICES = new Gvr("", "v1", "services");
    public static final Gvr ENDPOINTS = new Gvr("", "v1", "endpoints");
    public static final Gvr CONFIG_MAPS = new Gvr("", "v1", "configmaps");
    public static final Gvr SECRETS = new Gvr("", "v1", "secrets");
    public static final Gvr SERVICE_ACCOUNTS = new Gvr("", "v1", "serviceaccounts");
    public static final Gvr EVENTS = new Gvr("", "v1", "events");
    public static final Gvr PERSISTENT_VOLUME_CLAIMS = new Gvr("", "v1", "persistentvolumeclaims");
    public static final Gvr LEASES = new Gvr("coordination.k8s.io", "v1", "leases");
    public static final Gvr ENDPOINT_SLICES = new Gvr("discovery.k8s.io", "v1", "endpointslices");
    public static final Gvr DEPLOYMENTS = new Gvr("apps", "v1", "deployments");
    public static final Gvr REPLICA_SETS = new Gvr("apps", "v1", "replicasets");
    public static final Gvr STATEFUL_SETS = new Gvr("apps", "v1", "statefulsets");
    public static final Gvr DAEMON_SETS = new Gvr("apps", "v1", "daemonsets");
    public static final Gvr CONTROLLER_REVISIONS = new Gvr("apps", "v1", "controllerrevisions");
    public static final Gvr JOBS = new Gvr("batch", "v1", "jobs");
    public static final Gvr CRON_JOBS = new Gvr("batch", "v1", "cronjobs");
    public static final Gvr INGRESSES = new Gvr("networking.k8s.io", "v1", "ingresses");
    public static final Gvr INGRESS_CLASSES = new Gvr("networking.k8s.io", "v1", "ingressclasses");
    public static final Gvr ROLES = new Gvr("rbac.authorization.k8s.io", "v1", "roles");
    public static final Gvr ROLE_BINDINGS = new Gvr("rbac.authorization.k8s.io", "v1", "rolebindings");
    public static final Gvr CLUSTER_ROLES = new Gvr("rbac.authorization.k8s.io", "v1", "clusterroles");
    public static final Gvr CLUSTER_ROLE_BINDINGS = new Gvr("rbac.authorization.k8s.io", "v1", "clusterrolebindings");
    public static final Gvr CUSTOM_RESOURCE_DEFINITIONS =
            new Gvr("apiextensions.k8s.io", "v1", "customresourcedefinitions");

    private Resources() {}
}
