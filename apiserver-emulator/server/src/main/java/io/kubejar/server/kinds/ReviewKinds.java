package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import java.util.List;

/** The kinds that are asked and not stored. Upstream: pkg/registry/authentication and pkg/registry/authorization, v1.36. */
final class ReviewKinds {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";

    private ReviewKinds() {}

    static List<ResourceDef> all() {
        return List.of(
                cluster(AUTHENTICATION, "selfsubjectreviews", "SelfSubjectReview"),
                cluster(AUTHENTICATION, "tokenreviews", "TokenReview"),
                ResourceDef.of(AUTHORIZATION, "v1", "localsubjectaccessreviews", "LocalSubjectAccessReview")
                        .verbs("create")
                        .build(),
                cluster(AUTHORIZATION, "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
                cluster(AUTHORIZATION, "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
                cluster(AUTHORIZATION, "subjectaccessreviews", "SubjectAccessReview"));
    }

    private static ResourceDef cluster(String group, String plural, String kind) {
        return ResourceDef.of(group, "v1", plural, kind)
                .clusterScoped()
                .verbs("create")
                .build();
    }
}
