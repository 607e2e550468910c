package io.kubejar.server.admission.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.admission.podsecurity.Standard.Level;
import io.kubejar.server.validation.FieldErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardTest {
    private static final Standard BASELINE = new Standard(Level.BASELINE, Standard.LATEST);
    private static final Standard RESTRICTED = new Standard(Level.RESTRICTED, Standard.LATEST);

    private static JsonNode pod(String spec) {
        return Json.parse("{'spec':{SPEC}}".replace("SPEC", spec).replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'containers':[{'name':'c','securityContext':{'privileged':true}}]|privileged (container \"c\" must not set"
                        + " securityContext.privileged=true)",
                "'containers':[{'name':'c','securityContext':{'capabilities':{'add':['SYS_ADMIN','CHOWN','NET_RAW']}}}]|"
                        + "non-default capabilities (container \"c\" must not include \"NET_RAW\", \"SYS_ADMIN\" in"
                        + " securityContext.capabilities.add)",
                "'hostNetwork':true,'hostPID':true|host namespaces (hostNetwork=true, hostPID=true)",
                "'volumes':[{'name':'v','hostPath':{}},{'name':'w','hostPath':{}}]|hostPath volumes (volumes \"v\", \"w\")",
                "'containers':[{'name':'c','ports':[{'hostPort':2}]},{'name':'d','ports':[{'hostPort':2}]}]|"
                        + "hostPort (containers \"c\", \"d\" use hostPort 2)",
                "'containers':[{'name':'c','livenessProbe':{'httpGet':{'host':'1.2.3.4'}}}]|probe or lifecycle host"
                        + " (container \"c\" uses probe or lifecycle host \"1.2.3.4\")",
                "'containers':[{'name':'c','securityContext':{'procMount':'Unmasked'}}]|procMount (container \"c\" must not"
                        + " set securityContext.procMount to \"Unmasked\")",
                "'hostUsers':false,'containers':[{'name':'c','securityContext':{'procMount':'Unmasked'}}]|``",
                "'securityContext':{'sysctls':[{'name':'kernel.msgmax'},{'name':'net.ipv4.tcp_rmem'}]}|forbidden sysctls"
                        + " (kernel.msgmax)",
                "'securityContext':{'seccompProfile':{'type':'Unconfined'}}|seccompProfile (pod must not set"
                        + " securityContext.seccompProfile.type to \"Unconfined\")",
                "'securityContext':{'seLinuxOptions':{'type':'x','user':'u'}}|seLinuxOptions (pod set forbidden"
                        + " securityContext.seLinuxOptions: type \"x\"; user may not be set)",
                "'securityContext':{'appArmorProfile':{'type':'Unconfined'}}|forbidden AppArmor profile (pod must not set"
                        + " AppArmor profile type to \"Unconfined\")",
                "'securityContext':{'windowsOptions':{'hostProcess':true}}|hostProcess (pod must not set"
                        + " securityContext.windowsOptions.hostProcess=true)",
                "'containers':[{'name':'c'}],'securityContext':{'runAsUser':0}|``"
            })
    void theLevelBaseline(String spec, String found) {
        assertThat(Finding.details(BASELINE.findings(pod(spec)))).isEqualTo(found);
    }

    @Test
    void theLevelRestrictedReplacesWhatItSharpens() {
        assertThat(Finding.details(RESTRICTED.findings(
                        pod("'containers':[{'name':'c','securityContext':{'capabilities':{'add':['NET_RAW']}}}],"
                                + "'securityContext':{'runAsUser':0},'volumes':[{'name':'n','nfs':{}},"
                                + "{'name':'e','emptyDir':{}}]"))))
                .isEqualTo("allowPrivilegeEscalation != false (container \"c\" must set"
                        + " securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"c\""
                        + " must set securityContext.capabilities.drop=[\"ALL\"]; container \"c\" must not include"
                        + " \"NET_RAW\" in securityContext.capabilities.add), restricted volume types (volume \"n\" uses"
                        + " restricted volume type \"nfs\"), runAsNonRoot != true (pod or container \"c\" must set"
                        + " securityContext.runAsNonRoot=true), runAsUser=0 (pod must not set runAsUser=0),"
                        + " seccompProfile (pod or container \"c\" must set securityContext.seccompProfile.type to"
                        + " \"RuntimeDefault\" or \"Localhost\")");
    }

    @Test
    void aPodMayBeRestricted() {
        assertThat(
                        RESTRICTED.findings(
                                pod(
                                        "'containers':[{'name':'c','securityContext':{'allowPrivilegeEscalation':false,"
                                                + "'capabilities':{'drop':['ALL'],'add':['NET_BIND_SERVICE']}}}],"
                                                + "'securityContext':{'runAsNonRoot':true,'seccompProfile':{'type':'RuntimeDefault'}}")))
                .isEmpty();
    }

    @Test
    void olderVersionsHaveFewerChecks() {
        JsonNode probe = pod("'containers':[{'name':'c','livenessProbe':{'httpGet':{'host':'1.2.3.4'}}}]");
        assertThat(new Standard(Level.BASELINE, 33).findings(probe)).isEmpty();
        assertThat(new Standard(Level.BASELINE, 34).findings(probe)).hasSize(1);
        assertThat(new Standard(Level.RESTRICTED, 7).findings(pod("'containers':[{'name':'c'}]")))
                .extracting(Finding::reason)
                .containsExactly("runAsNonRoot != true");
    }

    @ParameterizedTest
    @CsvSource({
        "enforce=baseline, baseline:latest, baseline:latest, ''",
        "enforce=baseline enforce-version=v1.20, baseline:v1.20, baseline:v1.20, ''",
        "warn=restricted, privileged:latest, restricted:latest, ''",
        "enforce=restricted warn=baseline, restricted:latest, baseline:latest, ''",
        "enforce=foo, restricted:latest, privileged:latest, metadata.labels[pod-security.kubernetes.io/enforce]",
        "warn-version=1.2, privileged:latest, privileged:latest, metadata.labels[pod-security.kubernetes.io/warn-version]"
    })
    void labelsNameThePolicy(String labels, String enforce, String warn, String wrong) {
        var namespace = Json.object();
        var all = Json.child(Json.child(namespace, "metadata"), "labels");
        for (String label : labels.split(" ")) {
            all.put("pod-security.kubernetes.io/" + label.split("=")[0], label.split("=")[1]);
        }
        FieldErrors errors = new FieldErrors();
        NamespacePolicy policy = NamespacePolicy.of(namespace, errors);
        assertThat(policy.enforce()).hasToString(enforce);
        assertThat(policy.warn()).hasToString(warn);
        assertThat(errors.causes().isEmpty() ? "" : errors.causes().get(0).field())
                .isEqualTo(wrong);
    }
}
