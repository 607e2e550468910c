package io.kubejar.server.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceAccountAdmissionTest {
    private static final String PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String CONTAINER = "'containers':[{'name':'c'}]";
    private static final Map<String, ApiObject> ACCOUNTS = Map.of(
            "default",
            account("'name':'default'", ""),
            "quiet",
            account("'name':'quiet'", ",'automountServiceAccountToken':false,'imagePullSecrets':[{'name':'pull'}]"),
            "strict",
            account(
                    "'name':'strict','annotations':{'kubernetes.io/enforce-mountable-secrets':'true'}",
                    ",'secrets':[{'name':'mine'}]"));

    private final ServiceAccountAdmission plugin =
            new ServiceAccountAdmission((namespace, name) -> ACCOUNTS.get(name), Chance.seeded(1));

    private static ApiObject account(String metadata, String rest) {
        return ApiObject.of(Requests.json("{'metadata':{" + metadata + "}" + rest + "}"));
    }

    private ObjectNode admitted(String metadata, String spec) {
        AdmissionRequest request = Requests.create(
                Resources.PODS, "{'metadata':{'name':'a','namespace':'ns'" + metadata + "},'spec':{" + spec + "}}");
        plugin.mutate(request);
        plugin.validate(request);
        return Json.child(Objects.requireNonNull(request.object()), "spec");
    }

    @Test
    @DisplayName("B12.2 the token is a volume that every container mounts")
    void tokenIsMounted() {
        ObjectNode spec = admitted("", CONTAINER + ",'initContainers':[{'name':'i'}]");
        assertThat(spec.path("serviceAccountName").asText()).isEqualTo("default");
        String volume = spec.path("volumes").path(0).path("name").asText();
        assertThat(volume).matches("kube-api-access-[a-z0-9]{5}");
        assertThat(spec.path("volumes").path(0).path("projected"))
                .isEqualTo(
                        Requests.json("{'sources':[{'serviceAccountToken':{'expirationSeconds':3607,'path':'token'}},"
                                + "{'configMap':{'name':'kube-root-ca.crt','items':[{'key':'ca.crt','path':'ca.crt'}]}},"
                                + "{'downwardAPI':{'items':[{'path':'namespace','fieldRef':{'apiVersion':'v1',"
                                + "'fieldPath':'metadata.namespace'}}]}}],'defaultMode':420}"));
        for (String list : List.of("containers", "initContainers")) {
            assertThat(spec.path(list).path(0).path("volumeMounts"))
                    .containsExactly(
                            Requests.json("{'name':'" + volume + "','readOnly':true,'mountPath':'" + PATH + "'}"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "default, , true",
                "default, \",'automountServiceAccountToken':false\", false",
                "quiet, , false",
                "quiet, \",'automountServiceAccountToken':true\", true"
            })
    @DisplayName("B12.2 the pod's wish about its token goes before the account's")
    void mountingCanBeSwitchedOff(String account, String wish, boolean mounted) {
        String more = wish == null ? "" : wish;
        ObjectNode spec = admitted("", CONTAINER + ",'serviceAccountName':'" + account + "'" + more);
        assertThat(spec.path("volumes").size()).isEqualTo(mounted ? 1 : 0);
    }

    @Test
    void whatStandsInTheTokensPlaceStays() {
        ObjectNode spec = admitted(
                "",
                "'containers':[{'name':'c','volumeMounts':[{'name':'t','mountPath':'" + PATH
                        + "'}]}],'volumes':[{'name':'t'}]");
        assertThat(spec.path("volumes")).hasSize(1);
        assertThat(spec.path("containers").path(0).path("volumeMounts")).hasSize(1);
    }

    @Test
    void pullSecretsAreTakenFromTheAccountWhenThePodHasNone() {
        assertThat(admitted("", CONTAINER + ",'serviceAccountName':'quiet'").path("imagePullSecrets"))
                .containsExactly(Requests.json("{'name':'pull'}"));
        assertThat(admitted("", CONTAINER + ",'serviceAccountName':'quiet','imagePullSecrets':[{'name':'own'}]")
                        .path("imagePullSecrets"))
                .containsExactly(Requests.json("{'name':'own'}"));
    }

    @Test
    void aMirrorPodIsLeftAsItIs() {
        ObjectNode spec = admitted(",'annotations':{'kubernetes.io/config.mirror':'x'}", CONTAINER);
        assertThat(spec).isEqualTo(Requests.json("{" + CONTAINER + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "|'serviceAccountName':'x'|error looking up service account ns/x: serviceaccount \"\"x\"\" not found",
                ",'annotations':{'kubernetes.io/config.mirror':'x'}|'serviceAccountName':'x'"
                        + "|a mirror pod may not reference service accounts",
                ",'annotations':{'kubernetes.io/config.mirror':'x'}|'volumes':[{'secret':{'secretName':'s'}}]"
                        + "|a mirror pod may not reference secrets",
                ",'annotations':{'kubernetes.io/config.mirror':'x'}"
                        + "|'volumes':[{'projected':{'sources':[{'serviceAccountToken':{}}]}}]"
                        + "|a mirror pod may not use ServiceAccountToken volume projections",
                "|'serviceAccountName':'strict','volumes':[{'secret':{'secretName':'mine'}},{'secret':{'secretName':'s'}}]"
                        + "|volume with secret.secretName=\"\"s\"\" is not allowed because service account strict does not"
                        + " reference that secret",
                "|'serviceAccountName':'strict','containers':[{'name':'c','envFrom':[{'secretRef':{'name':'s'}}]}]"
                        + "|container c with envFrom referencing secret.secretName=\"\"s\"\" is not allowed because service"
                        + " account strict does not reference that secret",
                "|'serviceAccountName':'strict','imagePullSecrets':[{'name':'s'}]"
                        + "|imagePullSecrets[0].name=\"\"s\"\" is not allowed because service account strict does not"
                        + " reference that imagePullSecret"
            })
    @DisplayName("B12.1 what the account does not allow is refused")
    void refusals(String metadata, String spec, String why) {
        String words = why.replace("\"\"", "\"");
        assertThatThrownBy(() -> admitted(metadata == null ? "" : metadata, spec))
                .hasMessage("pods \"a\" is forbidden: " + words);
    }
}
