package io.kubejar.server.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ingresses and their classes. */
class IngressRulesTest {
    private static final String BACKEND = "'backend':{'service':{'name':'s','port':{'number':80}}}";
    private static final Strategy INGRESS = new IngressKind();
    private static final Strategy CLASS = new IngressClassKind();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'defaultBackend':{'service':{'name':'s','port':{'number':80}}}
                    'defaultBackend':{'service':{'name':'1s','port':{'name':'http'}}}
                    'defaultBackend':{'resource':{'apiGroup':'example.com','kind':'Bucket','name':'b'}}
                    'rules':[{'host':'*.example.com'}],'ingressClassName':'nginx'
                    'rules':[{'http':{'paths':[{'pathType':'Prefix','path':'/a/b',BACKEND}]}}]
                    'rules':[{'http':{'paths':[{'pathType':'ImplementationSpecific',BACKEND}]}}]
                    'rules':[{'host':'a'}],'tls':[{'hosts':['a','*.b'],'secretName':'c'},{}]
                    """)
    void whatIsWell(String spec) {
        assertThat(created(spec)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'tls':[] | spec: Invalid value: null: either `defaultBackend` or `rules` must be specified
                    'rules':[] | spec: Invalid value: []: either `defaultBackend` or `rules` must be specified
                    'defaultBackend':{} | spec.defaultBackend: Invalid value: "": resource or service backend is required
                    'defaultBackend':{'service':{'name':'s'},'resource':{'kind':'K','name':'n'}} | spec.defaultBackend: Invalid value: "": cannot set both resource and service backends
                    'defaultBackend':{'service':{'name':'s'}} | spec.defaultBackend: Required value: port name or number is required
                    'defaultBackend':{'service':{'name':'s','port':{'name':'a','number':1}}} | spec.defaultBackend: Invalid value: "": cannot set both port name & port number
                    'defaultBackend':{'service':{'name':'s','port':{'name':'8'}}} | spec.defaultBackend.service.port.name: Invalid value: "8": must contain at least one letter (a-z)
                    'defaultBackend':{'service':{'name':'s','port':{'number':65536}}} | spec.defaultBackend.service.port.number: Invalid value: 65536: must be between 1 and 65535, inclusive
                    'defaultBackend':{'service':{'name':'','port':{'number':1}}} | spec.defaultBackend.service.name: Required value
                    'defaultBackend':{'service':{'name':'a.b','port':{'number':1}}} | spec.defaultBackend.service.name: Invalid value: "a.b": must not contain dots
                    'defaultBackend':{'resource':{'kind':'','name':'n'}} | spec.defaultBackend.resource.kind: Required value
                    'defaultBackend':{'resource':{'kind':'K','name':'a/b'}} | spec.defaultBackend.resource.name: Invalid value: "a/b": may not contain '/'
                    'rules':[{'host':'1.2.3.4'}] | spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address
                    'rules':[{'host':'*'}] | spec.rules[0].host: Invalid value: "*": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
                    'rules':[{'http':{'paths':[]}}] | spec.rules[0].http.paths: Required value
                    'rules':[{'http':{'paths':[{'path':'/'}]}}] | spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified
                    'rules':[{'http':{'paths':[{'pathType':'Foo',BACKEND}]}}] | spec.rules[0].http.paths[0].pathType: Unsupported value: "Foo": supported values: "Exact", "ImplementationSpecific", "Prefix"
                    'rules':[{'http':{'paths':[{'pathType':'Exact',BACKEND}]}}] | spec.rules[0].http.paths[0].path: Invalid value: "": must be an absolute path
                    'rules':[{'http':{'paths':[{'pathType':'ImplementationSpecific','path':'a',BACKEND}]}}] | spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path
                    'rules':[{'http':{'paths':[{'pathType':'Prefix','path':'/a//b',BACKEND}]}}] | spec.rules[0].http.paths[0].path: Invalid value: "/a//b": must not contain '//'
                    'rules':[{'http':{'paths':[{'pathType':'Prefix','path':'/a%2Fb',BACKEND}]}}] | spec.rules[0].http.paths[0].path: Invalid value: "/a%2Fb": must not contain '%2F'
                    'rules':[{'http':{'paths':[{'pathType':'Exact','path':'/a/..',BACKEND}]}}] | spec.rules[0].http.paths[0].path: Invalid value: "/a/..": cannot end with '/..'
                    'rules':[{'http':{'paths':[{'pathType':'Exact','path':'/'}]}}] | spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required
                    """)
    void anIngressThatBreaksARule(String spec, String cause) {
        assertThat(created(spec)).containsExactly(cause);
    }

    @Test
    void namesOfHostsSecretsAndClasses() {
        String wrong =
                ": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                        + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                        + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
        assertThat(created("'rules':[{'host':'A'}],'tls':[{'hosts':['B'],'secretName':'C'}],'ingressClassName':''"))
                .containsExactly(
                        "spec.rules[0].host: Invalid value: \"A\"" + wrong,
                        "spec.tls[0].hosts[0]: Invalid value: \"B\"" + wrong,
                        "spec.tls[0].secretName: Invalid value: \"C\"" + wrong,
                        "spec.ingressClassName: Invalid value: \"\"" + wrong);
    }

    @Test
    void theOldAnnotationSaysTheSame() {
        String json =
                "{'metadata':{'annotations':{'kubernetes.io/ingress.class':'a'}},'spec':{%s'rules':[{'host':'h'}]}}";
        String two = json.formatted("'ingressClassName':'b',");
        String wrong =
                "annotations.kubernetes.io/ingress.class: Invalid value: \"a\": must match `ingressClassName` when"
                        + " both are specified";
        assertThat(RuleTable.created(INGRESS, two)).containsExactly(wrong);
        assertThat(RuleTable.updated(INGRESS, two, two)).isEmpty();
        assertThat(RuleTable.created(INGRESS, json.formatted("'ingressClassName':'a',")))
                .isEmpty();
        ObjectNode old = RuleTable.object(INGRESS, json.formatted(""));
        assertThat(INGRESS.warnings(old))
                .containsExactly(
                        "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName'"
                                + " instead");
        assertThat(INGRESS.updateWarnings(old, old)).isEmpty();
        assertThat(INGRESS.warnings(RuleTable.object(INGRESS, two))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    'rules':[{'host':'a'}],'tls':[{'secretName':'A'}]
                    'rules':[{'host':'*.a','http':{'paths':[]}}]
                    """)
    void whatWasWrongBeforeMayStayWrong(String spec) {
        String json = "{'spec':{" + spec + "}}";
        assertThat(RuleTable.created(INGRESS, json)).hasSize(1);
        assertThat(RuleTable.updated(INGRESS, json, json)).isEmpty();
        assertThat(RuleTable.updated(INGRESS, "{'spec':{'rules':[{'host':'a'}]}}", json))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {'ip':'x'} | status.loadBalancer.ingress[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    {'ip':'10.0.0.01'} | status.loadBalancer.ingress[0].ip: Invalid value: "10.0.0.01": must not have leading 0s
                    {'hostname':'1.2.3.4'} | status.loadBalancer.ingress[0].hostname: Invalid value: "1.2.3.4": must be a DNS name, not an IP address
                    """)
    void aStatusThatBreaksARule(String point, String cause) {
        assertThat(RuleTable.statusUpdated(INGRESS, "{}", status(point))).containsExactly(cause);
        assertThat(RuleTable.statusUpdated(INGRESS, "{}", status("{'ip':'1.2.3.4'},{'hostname':'a.b'}")))
                .isEmpty();
    }

    @Test
    void anOldAddressMayStayAndIsWarnedOf() {
        String status = status("{'ip':'10.0.0.01'}");
        assertThat(RuleTable.statusUpdated(INGRESS, status, status)).isEmpty();
        assertThat(INGRESS.statusWarnings(RuleTable.object(INGRESS, status)))
                .containsExactly("status.loadBalancer.ingress[0]: non-standard IP address \"10.0.0.01\" is invalid: use"
                        + " \"10.0.0.1\"");
    }

    @Test
    void onlyTheSpecIsCounted() {
        ObjectNode old =
                RuleTable.object(INGRESS, "{'metadata':{'generation':3},'spec':{},'status':{'loadBalancer':{}}}");
        ObjectNode same = RuleTable.object(INGRESS, "{'metadata':{'labels':{'a':'b'}},'spec':{}}");
        INGRESS.prepareForUpdate(same, old);
        assertThat(Json.string(same))
                .isEqualTo("{\"metadata\":{\"labels\":{\"a\":\"b\"},\"generation\":3},\"spec\":{},\"status\":"
                        + "{\"loadBalancer\":{}}}");
        ObjectNode other = RuleTable.object(INGRESS, "{'metadata':{},'spec':{'rules':[{'host':'a'}]}}");
        INGRESS.prepareForUpdate(other, old);
        assertThat(Json.number(other, 0, "metadata", "generation")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {} | i,<none>,*,,80
                    {'ingressClassName':'c','tls':[{}],'rules':[{'host':'a'},{'host':'b'}]} | i,c,a,b,,80, 443
                    {'rules':[{'host':'a'},{'host':'b'},{'host':'c'}]} | i,<none>,a,b,c,,80
                    {'rules':[{'host':'a'},{'host':'b'},{'host':'c'},{}]} | i,<none>,a,b,c + 1 more...,,80
                    {'rules':[{'host':'a'},{},{'host':'b'},{'host':'c'},{'host':'d'}]} | i,<none>,a,b,c + 2 more...,,80
                    """)
    void columns(String spec, String row) {
        assertThat(row(IngressKind.def(), "{'metadata':{'name':'i'},'spec':" + spec + "}"))
                .isEqualTo(row);
    }

    @Test
    void columnsOfAddressesAndClasses() {
        String points =
                status("{'ip':'2.2.2.2','hostname':'x'},{'hostname':'a.b'},{'ip':'1.1.1.1'},{'ip':'2.2.2.2'},{}");
        assertThat(row(IngressKind.def(), points)).isEqualTo(",<none>,*,1.1.1.1,2.2.2.2,a.b,80");
        String parameters = "'parameters':{'apiGroup':'g.io','kind':'K','name':'n'}";
        String chosen = "'annotations':{'ingressclass.kubernetes.io/is-default-class':'true'}";
        assertThat(row(
                        IngressClassKind.def(),
                        "{'metadata':{'name':'c'," + chosen + "},'spec':{'controller':'a/b'," + parameters + "}}"))
                .isEqualTo("c (default),a/b,K.g.io/n");
        assertThat(row(IngressClassKind.def(), "{'metadata':{'name':'c'},'spec':{'controller':'a/b'}}"))
                .isEqualTo("c,a/b,<none>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {} | spec.controller: Required value
                    {'controller':'nodomain'} | spec.controller: Invalid value: "nodomain": must be a domain-prefixed path (such as "acme.io/foo")
                    {'controller':'a/'} | spec.controller: Invalid value: "a/": must be a domain-prefixed path (such as "acme.io/foo")
                    {'controller':'/a'} | spec.controller: Invalid value: "/a": must be a domain-prefixed path (such as "acme.io/foo")
                    {'controller':'a/b c'} | spec.controller: Invalid value: "b c": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')
                    {'controller':'a/b','parameters':{'kind':'','name':'n'}} | spec.parameters.kind: Required value
                    {'controller':'a/b','parameters':{'kind':'K','name':'..'}} | spec.parameters.name: Invalid value: "..": may not be '..'
                    {'controller':'a/b','parameters':{'kind':'K','name':'n','scope':'Foo'}} | spec.parameters.scope: Unsupported value: "Foo": supported values: "Cluster", "Namespace"
                    {'controller':'a/b','parameters':{'kind':'K','name':'n','scope':'Namespace'}} | spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'
                    {'controller':'a/b','parameters':{'kind':'K','name':'n','scope':'Namespace','namespace':'a.b'}} | spec.parameters.namespace: Invalid value: "a.b": must not contain dots
                    {'controller':'a/b','parameters':{'kind':'K','name':'n','namespace':'a'}} | spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'
                    """)
    void aClassThatBreaksARule(String spec, String cause) {
        assertThat(RuleTable.created(CLASS, "{'spec':" + spec + "}")).containsExactly(cause);
    }

    @Test
    void aClassKeepsItsController() {
        String json = "{'spec':{'controller':'%s'}}";
        assertThat(RuleTable.updated(CLASS, json.formatted("a/b"), json.formatted("a/c")))
                .containsExactly("spec.controller: Invalid value: \"a/c\": field is immutable");
        assertThat(RuleTable.created(CLASS, json.formatted("a/" + "b".repeat(250))))
                .containsExactly("spec.controller: Too long: may not be more than 250 bytes");
    }

    private static List<String> created(String spec) {
        return RuleTable.created(INGRESS, "{'spec':{" + spec.replace("BACKEND", BACKEND) + "}}");
    }

    private static String status(String points) {
        return "{'spec':{},'status':{'loadBalancer':{'ingress':[" + points + "]}}}";
    }

    /** All cells but the age, with commas between. */
    private static String row(ResourceDef def, String json) {
        ObjectNode object = RuleTable.object(def.strategy(), json);
        List<String> cells = def.columns().stream()
                .map(column -> column.cell().of(object, Instant.EPOCH).asText())
                .toList();
        return String.join(",", cells.subList(0, cells.size() - 1));
    }
}
