package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.server.registry.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadRulesTest {
    private static final String PODS =
            "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'x'}]}}";
    private static final String WELL = "'selector':{'matchLabels':{'a':'b'}}," + PODS;

    @Test
    void plainOnesAreWell() {
        for (Strategy kind :
                new Strategy[] {new DeploymentKind(), new ReplicaSetKind(), new StatefulSetKind(), new DaemonSetKind()
                }) {
            assertThat(RuleTable.created(kind, "{'spec':{" + WELL + "}}")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    Deployment | 'replicas':-1,WELL | spec.replicas: Invalid value: -1: must be greater than or equal to 0
                    Deployment | 'selector':{'matchLabels':{'a':'c'}},PODS | spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`
                    Deployment | 'selector':{},PODS | spec.selector: Invalid value: {}: empty selector is invalid for deployment
                    Deployment | 'strategy':{'type':'Foo'},WELL | spec.strategy: Unsupported value: {"Type":"Foo","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"
                    Deployment | 'strategy':{'rollingUpdate':{'maxUnavailable':0,'maxSurge':0}},WELL | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0
                    Deployment | 'strategy':{'rollingUpdate':{'maxUnavailable':'110%'}},WELL | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "110%": must not be greater than 100%
                    Deployment | 'minReadySeconds':600,WELL | spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds
                    StatefulSet | 'podManagementPolicy':'Foo',WELL | spec.podManagementPolicy: Invalid value: "Foo": must be 'OrderedReady' or 'Parallel'
                    DaemonSet | 'selector':{},PODS | spec.selector: Invalid value: {}: empty selector is invalid for daemonset
                    """)
    void aRuleThatIsBroken(String kind, String spec, String cause) {
        Strategy strategy = switch (kind) {
            case "StatefulSet" -> new StatefulSetKind();
            case "DaemonSet" -> new DaemonSetKind();
            default -> new DeploymentKind();
        };
        String json = "{'spec':{" + spec.replace("WELL", WELL).replace("PODS", PODS) + "}}";
        assertThat(RuleTable.created(strategy, json)).containsExactly(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'replicas':1,'updatedReplicas':2} | status.updatedReplicas: Invalid value: 2: cannot be greater than status.replicas
                    {'replicas':1,'availableReplicas':1} | status.availableReplicas: Invalid value: 1: cannot be greater than readyReplicas
                    {'terminatingReplicas':-1} | status.terminatingReplicas: Invalid value: -1: must be greater than or equal to 0
                    {'collisionCount':1} | status.collisionCount: Invalid value: 1: cannot be decremented
                    """)
    void aStatusThatBreaksARule(String status, String cause) {
        String before = status.contains("collision") ? "{'status':{'collisionCount':2}}" : "{}";
        assertThat(RuleTable.statusUpdated(new DeploymentKind(), before, "{'status':" + status + "}"))
                .containsExactly(cause);
    }

    @Test
    void otherStatuses() {
        assertThat(RuleTable.statusUpdated(new ReplicaSetKind(), "{}", "{'status':{'fullyLabeledReplicas':1}}"))
                .hasSize(1);
        assertThat(RuleTable.statusUpdated(new StatefulSetKind(), "{}", "{'status':{'currentReplicas':1}}"))
                .hasSize(1);
        assertThat(RuleTable.statusUpdated(new DaemonSetKind(), "{}", "{'status':{'numberReady':-1}}"))
                .hasSize(1);
    }

    @Test
    void aSelectorStays() {
        String other = "{'spec':{'selector':{'matchExpressions':[{'key':'a','operator':'Exists'}]}," + PODS + "}}";
        assertThat(RuleTable.updated(new DeploymentKind(), "{'spec':{" + WELL + "}}", other))
                .singleElement()
                .asString()
                .endsWith("field is immutable");
    }

    @Test
    void claimTemplatesStay() {
        String claims = "{'spec':{'volumeClaimTemplates':[{'metadata':{'name':'v'}}]," + WELL + "}}";
        assertThat(RuleTable.updated(new StatefulSetKind(), "{'spec':{" + WELL + "}}", claims))
                .singleElement()
                .asString()
                .startsWith("spec: Forbidden: updates to statefulset spec for fields other than 'replicas'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    * * * * * | ^^
                    @every 5m | ^^
                    0 9-17/2 1,15 jan MON-fri | ^^
                    * * * | expected exactly 5 fields, found 3: [* * *]
                    61 * * * * | end of range (61) above maximum (59): 61
                    * * 0 * * | beginning of range (0) below minimum (1): 0
                    @foo | unrecognized descriptor: @foo
                    x * * * * | failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax
                    """)
    void schedules(String schedule, String wrong) {
        assertThat(CronSyntax.wrong(schedule)).isEqualTo(wrong);
    }

    @Test
    void jobsSayHowTheirPodsRestart() {
        String job = "{'metadata':{'name':'j'},'spec':{'manualSelector':true,'completions':%s," + WELL + "}}";
        assertThat(RuleTable.created(new JobKind(), job.formatted("1")))
                .containsExactly(
                        "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"");
        String never = job.replace("'containers'", "'restartPolicy':'Never','containers'");
        assertThat(RuleTable.updated(new JobKind(), never.formatted("1"), never.formatted("5")))
                .containsExactly("spec.completions: Invalid value: 5: field is immutable");
        assertThat(RuleTable.created(
                        new CronJobKind(),
                        "{'spec':{'schedule':'* * * * *','concurrencyPolicy':'Foo',"
                                + "'jobTemplate':{'spec':{"
                                + PODS.replace("'containers'", "'restartPolicy':'Never','containers'")
                                + "}}}}"))
                .containsExactly(
                        "spec.concurrencyPolicy: Unsupported value: \"Foo\": supported values: \"Allow\", \"Forbid\","
                                + " \"Replace\"");
    }
}
