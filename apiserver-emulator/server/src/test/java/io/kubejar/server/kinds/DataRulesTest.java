package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Config maps and secrets. */
class DataRulesTest {
    @Test
    void plainOnesAreWell() {
        assertThat(RuleTable.created(new ConfigMapKind(), "{'data':{'a.b-c_D':'x'},'binaryData':{'e':'eA=='}}"))
                .isEmpty();
        assertThat(RuleTable.created(new SecretKind(), "{'data':{'a':'eA=='}}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'data':{'a/b':'1'}} | data[a/b]: Invalid value: "a/b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')
                    {'binaryData':{'..':''}} | binaryData[..]: Invalid value: "..": must not be '..'
                    {'data':{'a':'1'},'binaryData':{'a':''}} | data[a]: Invalid value: "a": duplicate of key present in binaryData
                    """)
    void aConfigMapThatBreaksARule(String map, String cause) {
        assertThat(RuleTable.created(new ConfigMapKind(), map)).containsExactly(cause);
    }

    @Test
    void dataHasALimit() {
        String large = "x".repeat(ConfigMapRules.SIZE_MAX);
        assertThat(RuleTable.created(new ConfigMapKind(), "{'data':{'a':'" + large + "'}}"))
                .isEmpty();
        assertThat(RuleTable.created(new ConfigMapKind(), "{'data':{'a':'" + large + "','b':'1'}}"))
                .containsExactly(": Too long: may not be more than 1048576 bytes");
        assertThat(RuleTable.created(new SecretKind(), "{'stringData':{'a':'" + large + "','b':'1'}}"))
                .containsExactly("data: Too long: may not be more than 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'stringData':{'a b':''}} | data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')
                    {'type':'kubernetes.io/service-account-token'} | metadata.annotations[kubernetes.io/service-account.name]: Required value
                    {'type':'kubernetes.io/dockercfg'} | data[.dockercfg]: Required value
                    {'type':'kubernetes.io/dockerconfigjson','stringData':{'.dockerconfigjson':'notjson'}} | data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'o' in literal null (expecting 'u')
                    {'type':'kubernetes.io/dockerconfigjson','stringData':{'.dockerconfigjson':'[]'}} | data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": json: cannot unmarshal array into Go value of type map[string]interface {}
                    {'type':'kubernetes.io/ssh-auth','stringData':{'ssh-privatekey':''}} | data[ssh-privatekey]: Required value
                    {'type':'kubernetes.io/tls','stringData':{'tls.key':'k'}} | data[tls.crt]: Required value
                    """)
    void aSecretThatBreaksARule(String secret, String cause) {
        assertThat(RuleTable.created(new SecretKind(), secret)).containsExactly(cause);
    }

    @Test
    void basicAuthNeedsOneOfTwo() {
        assertThat(RuleTable.created(new SecretKind(), "{'type':'kubernetes.io/basic-auth'}"))
                .containsExactly("data[username]: Required value", "data[password]: Required value");
        assertThat(RuleTable.created(new SecretKind(), "{'type':'kubernetes.io/basic-auth','data':{'password':''}}"))
                .isEmpty();
    }

    @Test
    void whatIsImmutableStays() {
        String before = "{'immutable':true,'data':{'a':'eA=='}}";
        assertThat(RuleTable.updated(new ConfigMapKind(), before, "{'data':{'a':'eQ=='}}"))
                .containsExactly(
                        "immutable: Forbidden: field is immutable when `immutable` is set",
                        "data: Forbidden: field is immutable when `immutable` is set");
        assertThat(RuleTable.updated(new SecretKind(), before, "{'immutable':true}"))
                .containsExactly("data: Forbidden: field is immutable when `immutable` is set");
    }

    @Test
    void aSecretKeepsItsType() {
        assertThat(RuleTable.updated(new SecretKind(), "{'type':'a'}", "{'type':'b'}"))
                .containsExactly("type: Invalid value: \"b\": field is immutable");
    }
}
