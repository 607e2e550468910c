package com.example;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** A web site: so many web servers. */
@Group("example.com")
@Version("v1")
public class Site extends CustomResource<Site.Spec, Site.Status> implements Namespaced {
    /** What is wanted. */
    public static class Spec {
        public int servers;
    }

    /** What there is. */
    public static class Status {
        public int ready;
    }
}
