package io.kubejar.server.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.authn.UserInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessReviewsTest {
    private final Policies policies = new Policies()
            .role("ns", "r", "[{'apiGroups':[''],'resources':['pods'],'verbs':['get']}]")
            .bind("ns", "b", "Role", "r", "[{'kind':'User','name':'mike'}]");
    private final AccessReviews reviews = new AccessReviews(policies.all, policies.rbac);

    private static ObjectNode review(String kind, String spec) {
        String json =
                "{'kind':'" + kind + "','apiVersion':'authorization.k8s.io/v1','metadata':{},'spec':" + spec + "}";
        return (ObjectNode) Json.parse(json.replace('\'', '"'));
    }

    private static String status(ObjectNode review) {
        return Json.string(review.path("status")).replace('"', '\'');
    }

    @Test
    void tellWhetherAndWhy() {
        String resource = "'resourceAttributes':{'namespace':'ns','verb':'get','resource':'pods'}";
        String allowed =
                "{'allowed':true,'reason':'RBAC: allowed by RoleBinding \\'b/ns\\' of Role \\'r\\' to User \\'mike\\''}";
        assertThat(status(reviews.subject(review("SubjectAccessReview", "{" + resource + ",'user':'mike'}"))))
                .isEqualTo(allowed);
        ObjectNode local = reviews.local(review("LocalSubjectAccessReview", "{" + resource + ",'user':'mike'}"), "ns");
        assertThat(status(local)).isEqualTo(allowed);
        assertThat(local.path("metadata").path("namespace").asText()).isEqualTo("ns");
        assertThat(status(reviews.self(review("SelfSubjectAccessReview", "{" + resource + "}"), Policies.user("mike"))))
                .isEqualTo(allowed);
        assertThat(status(reviews.self(review("SelfSubjectAccessReview", "{" + resource + "}"), Policies.user("jane"))))
                .isEqualTo("{'allowed':false}");
    }

    @Test
    void pathsCanBeAskedFor() {
        assertThat(status(reviews.subject(review(
                        "SubjectAccessReview",
                        "{'user':'x','groups':['system:masters'],'nonResourceAttributes':{'path':'/','verb':'get'}}"))))
                .isEqualTo("{'allowed':true}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {} | [spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid value: "": at least one of user or group must be specified]
                    {'resourceAttributes':{'verb':'get','resource':'pods'}} | spec.user: Invalid value: "": at least one of user or group must be specified
                    {'user':'x','resourceAttributes':{},'nonResourceAttributes':{'path':'/','verb':'get'}} | spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":"get"}: cannot be specified in combination with resourceAttributes
                    {'user':'x','resourceAttributes':{'labelSelector':{'rawSelector':'a=b','requirements':[{'key':'a','operator':'Exists'}]}}} | spec.resourceAttributes.labelSelector.rawSelector: Invalid value: "a=b": may not specified at the same time as requirements
                    {'user':'x','resourceAttributes':{'fieldSelector':{}}} | spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required
                    """)
    void refuseWhatMakesNoSense(String spec, String problem) {
        assertThatThrownBy(() -> reviews.subject(review("SubjectAccessReview", spec)))
                .hasMessage(".authorization.k8s.io \"\" is invalid: " + problem);
    }

    @Test
    void aLocalReviewIsForItsOwnNamespace() {
        assertThatThrownBy(() -> reviews.local(
                        review(
                                "LocalSubjectAccessReview",
                                "{'user':'x','resourceAttributes':{'namespace':'other','verb':'get','resource':'pods'}}"),
                        "ns"))
                .hasMessage(".authorization.k8s.io \"\" is invalid: spec.resourceAttributes.namespace: Invalid value:"
                        + " \"other\": must match metadata.namespace");
    }

    @Test
    void rulesOfAUserAreListed() {
        policies.role("", "paths", "[{'nonResourceURLs':['/x'],'verbs':['get']}]")
                .bind("", "p", "ClusterRole", "paths", "[{'kind':'User','name':'mike'}]");
        assertThat(status(reviews.selfRules(
                        review("SelfSubjectRulesReview", "{'namespace':'ns'}"), Policies.user("mike"))))
                .isEqualTo("{'resourceRules':[{'verbs':['get'],'apiGroups':[''],'resources':['pods']}],"
                        + "'nonResourceRules':[{'verbs':['get'],'nonResourceURLs':['/x']}],'incomplete':false}");
        assertThat(status(reviews.selfRules(
                        review("SelfSubjectRulesReview", "{'namespace':'ns'}"), UserInfo.of("b", "system:masters"))))
                .contains("{'verbs':['*'],'apiGroups':['*'],'resources':['*']}");
        assertThatThrownBy(() -> reviews.selfRules(review("SelfSubjectRulesReview", "{}"), Policies.user("mike")))
                .hasMessage("no namespace on request");
    }
}
