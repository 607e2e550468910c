package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRulesTest {
    private static final String MODES = "'accessModes':['ReadWriteOnce']";
    private static final String WELL = MODES + ",'resources':{'requests':{'storage':'1Gi'}}";

    @Test
    void aPlainClaimIsWell() {
        assertThat(created(WELL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    MODES | spec.resources[storage]: Required value
                    MODES,'resources':{'requests':{'storage':'0'}} | spec.resources[storage]: Invalid value: "0": must be greater than zero
                    'resources':{'requests':{'storage':'1'}} | spec.accessModes: Required value: at least 1 access mode is required
                    WELL,'accessModes':['Foo'] | spec.accessModes: Unsupported value: "Foo": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
                    WELL,'accessModes':['ReadWriteOncePod','ReadOnlyMany'] | spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes
                    WELL,'volumeMode':'Foo' | spec.volumeMode: Unsupported value: "Foo": supported values: "Block", "Filesystem"
                    WELL,'selector':{'matchExpressions':[{'key':'a','operator':'In'}]} | spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
                    WELL,'dataSource':{'kind':'PersistentVolumeClaim','name':'a'},'dataSourceRef':{'kind':'PersistentVolumeClaim','name':'b'} | spec: Invalid value: {}: must match dataSourceRef
                    """)
    void aRuleThatIsBroken(String spec, String cause) {
        assertThat(created(spec)).containsExactly(cause);
    }

    @Test
    void aSourceIsInBothFields() {
        assertThat(created(WELL + ",'dataSource':{'kind':'PersistentVolumeClaim','name':''}"))
                .containsExactly("spec.dataSource.name: Required value", "spec.dataSourceRef.name: Required value");
        ObjectNode other = claim(WELL + ",'dataSource':{'kind':'Foo','name':'a'}", "");
        new PersistentVolumeClaimKind().prepareForCreate(other);
        assertThat(other.path("spec").has("dataSource")).isFalse();
    }

    @Test
    void aBoundClaimGrowsAndNothingElse() {
        String bound = "'phase':'Bound','capacity':{'storage':'1Gi'}";
        assertThat(updated(WELL, WELL.replace("1Gi", "2Gi"), bound)).isEmpty();
        assertThat(updated(WELL, WELL.replace("1Gi", "500Mi"), bound))
                .containsExactly(
                        "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity");
        assertThat(updated(WELL, WELL.replace("Once", "Many"), bound)).containsExactly("""
                        spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
                        @@ -1,6 +1,6 @@
                         {
                          "AccessModes": [
                        -  "ReadWriteOnce"
                        +  "ReadWriteMany"
                          ],
                          "Selector": null,
                          "Resources": {
                        """);
        assertThat(updated(WELL, WELL.replace("1Gi", "2Gi"), "'phase':'Pending'"))
                .singleElement()
                .asString()
                .contains("""
                        -   "storage": "1Gi"
                        +   "storage": "2Gi"
                        """);
    }

    @Test
    void aClassThatWasNotSaidMayBeSaid() {
        String named = WELL + ",'storageClassName':'a'";
        assertThat(updated(WELL, named, "")).isEmpty();
        assertThat(updated(named, WELL, "")).hasSize(1);
    }

    @Test
    void aStatusSaysOnlyWhatIsKnown() {
        String status = "{'spec':{" + WELL + "},'status':{'capacity':{'storage':'-1'},"
                + "'allocatedResourceStatuses':{'cpu':'NodeResizePending'}}}";
        assertThat(RuleTable.statusUpdated(new PersistentVolumeClaimKind(), "{}", status))
                .containsExactly(
                        "status.capacity[storage]: Invalid value: -1: must be a valid resource quantity",
                        "status.allocatedResourceStatuses: Unsupported value: \"cpu\": supported values: \"storage\"");
    }

    private static java.util.List<String> created(String spec) {
        String json = "{'spec':{" + spec.replace("MODES", MODES).replace("WELL", WELL) + "}}";
        return RuleTable.prepared(new PersistentVolumeClaimKind(), json);
    }

    private static java.util.List<String> updated(String before, String after, String status) {
        String json = "{'spec':{%s},'status':{%s}}";
        return RuleTable.updated(
                new PersistentVolumeClaimKind(), json.formatted(before, status), json.formatted(after, status));
    }

    private static ObjectNode claim(String spec, String status) {
        return (ObjectNode)
                Json.parse("{'spec':{%s},'status':{%s}}".formatted(spec, status).replace('\'', '"'));
    }
}
