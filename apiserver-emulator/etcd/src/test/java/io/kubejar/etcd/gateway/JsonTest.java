package io.kubejar.etcd.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import io.kubejar.core.object.HtmlSafe;
import io.kubejar.core.object.PlacedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final Schema SCHEMA = new Schema();

    private static Descriptor request(String method) {
        return SCHEMA.method(method).getInputType();
    }

    /** There and back again. */
    private static String copy(String method, String json) throws Exception {
        byte[] bytes = json.getBytes(UTF_8);
        Documents documents = new Documents(bytes.length);
        documents.add(bytes);
        return ToJson.of(FromJson.message(request(method), Objects.requireNonNull(documents.last())));
    }

    @Test
    void namesAreTakenInEitherSpellingAndGivenInThatOfTheFile() throws Exception {
        assertThat(copy("etcdserverpb.KV/Range", "{\"key\":\"YQ==\",\"rangeEnd\":\"Yg\",\"keys_only\":true}"))
                .isEqualTo("{\"key\":\"YQ==\",\"range_end\":\"Yg==\",\"keys_only\":true}");
        assertThat(copy("etcdserverpb.Lease/LeaseGrant", " {\"TTL\" : 10 , \"ID\":\"-3\"} "))
                .isEqualTo("{\"TTL\":\"10\",\"ID\":\"-3\"}");
    }

    @Test
    void whatSaysNothingIsLeftOutAndWhatIsUnknownIsPassedOver() throws Exception {
        assertThat(copy("etcdserverpb.KV/Range", "{\"limit\":0,\"revision\":null,\"key\":\"\",\"more\":[{\"x\":1}]}"))
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"DESCEND\"', '{\"sort_order\":\"DESCEND\"}'",
        "1, '{\"sort_order\":\"ASCEND\"}'",
        "7, '{\"sort_order\":7}'",
        "'\"NOWHERE\"', {}",
    })
    void enumerationsAreNamesOrNumbers(String in, String out) throws Exception {
        assertThat(copy("etcdserverpb.KV/Range", "{\"sort_order\":" + in + "}")).isEqualTo(out);
    }

    @ParameterizedTest
    @CsvSource({"1e2, 100", "3.0, 3", "'\"18\"', 18", "'\"1.5e1\"', 15", "-9223372036854775808, -9223372036854775808"})
    void numbersMayBeWrittenInManyWays(String in, String out) throws Exception {
        assertThat(copy("etcdserverpb.KV/Range", "{\"limit\":" + in + "}")).isEqualTo("{\"limit\":\"" + out + "\"}");
    }

    @Test
    void wholeNumbersWithoutASignAreWrittenAsSuch() throws Exception {
        assertThat(copy("etcdserverpb.Cluster/MemberRemove", "{\"ID\":\"10276657743932975437\"}"))
                .isEqualTo("{\"ID\":\"10276657743932975437\"}");
    }

    @Test
    void whatIsNewerThanTheMessageClassesIsKnown() throws Exception {
        String compare = "{\"compare\":[{\"target\":\"LEASE\",\"key\":\"YQ==\",\"lease\":\"5\"}]}";
        assertThat(copy("etcdserverpb.KV/Txn", compare)).isEqualTo(compare);
        String create = "{\"create_request\":{\"key\":\"YQ==\",\"watch_id\":\"4\",\"fragment\":true}}";
        assertThat(copy("etcdserverpb.Watch/Watch", create)).isEqualTo(create);
        String user = "{\"name\":\"x\",\"options\":{\"no_password\":true}}";
        assertThat(copy("etcdserverpb.Auth/UserAdd", user)).isEqualTo(user);
        String downgrade = "{\"action\":\"CANCEL\",\"version\":\"3.5\"}";
        assertThat(copy("etcdserverpb.Maintenance/Downgrade", downgrade)).isEqualTo(downgrade);
        assertThat(SCHEMA.method("etcdserverpb.Maintenance/Status")
                        .getOutputType()
                        .findFieldByName("downgradeInfo"))
                .isNotNull();
    }

    @Test
    void textsAreReadAndWrittenWithTheirEscapes() throws Exception {
        assertThat(copy("etcdserverpb.Auth/RoleAdd", "{\"name\":\"\\u0041\\n\\\"\\/\\\\\\u0001\\ud83d\\ude00é\"}"))
                .isEqualTo("{\"name\":\"A\\n\\\"/\\\\\\u0001😀é\"}");
        assertThat(HtmlSafe.json("<&>\u2028")).isEqualTo("\\u003c\\u0026\\u003e\\u2028");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x                       | invalid character 'x' looking for beginning of value
            {x                      | invalid character 'x' looking for beginning of object key string
            {"key"x                 | invalid character 'x' after object key
            {"key":1x               | invalid character 'x' after object key:value pair
            {"key":1,}              | invalid character '}' looking for beginning of object key string
            [1x                     | invalid character 'x' after array element
            [1,]                    | invalid character ']' looking for beginning of value
            tru1                    | invalid character '1' in literal true (expecting 'e')
            -x                      | invalid character 'x' in numeric literal
            1.x                     | invalid character 'x' after decimal point in numeric literal
            1ex                     | invalid character 'x' in exponent of numeric literal
            "\\x"                    | invalid character 'x' in string escape code
            "\\u00x"                 | invalid character 'x' in \\u hexadecimal character escape
            {"key":5}               | proto: (line 1:8): invalid value for bytes field key: 5
            {"key":"?"}             | proto: (line 1:8): invalid value for bytes field key: "?"
            {"limit":1.5}           | proto: (line 1:10): invalid value for int64 field limit: 1.5
            {"limit":" 1"}          | proto: (line 1:10): invalid value for int64 field limit: " 1"
            {"limit":9e99999}       | proto: (line 1:10): invalid value for int64 field limit: 9e99999
            {"range_end":{}}        | proto: (line 1:14): invalid value for bytes field rangeEnd: {
            {"limit":1,"limit":2}   | proto: (line 1:12): duplicate field "limit"
            {"keys_only":"true"}    | proto: (line 1:14): invalid value for bool field keysOnly: "true"
            [1]                     | proto: syntax error (line 1:1): unexpected token [
            5                       | proto: syntax error (line 1:1): unexpected token 5
            """)
    void whatIsWrongIsSaidAsGoDoes(String json, String words) {
        assertThatThrownBy(() -> copy("etcdserverpb.KV/Range", json))
                .isInstanceOf(BadJsonException.class)
                .hasMessage(words);
    }

    @Test
    void placesCountLinesAndCharacters() {
        assertThatThrownBy(() -> copy("etcdserverpb.KV/Range", "\n\n{\n  \"é\": \"é\", \"key\": 5}"))
                .hasMessage("proto: (line 2:20): invalid value for bytes field key: 5");
        assertThatThrownBy(() -> copy("etcdserverpb.Watch/Watch", "{\"create_request\":{},\"cancel_request\":{}}"))
                .hasMessage("proto: (line 1:22): error parsing \"cancel_request\","
                        + " oneof etcdserverpb.WatchRequest.request_union is already set");
        assertThatThrownBy(() -> copy("etcdserverpb.KV/Txn", "{\"compare\":{}}"))
                .hasMessage("proto: syntax error (line 1:12): unexpected token {");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a", "{\"a\":", "[1,", "tr", "-", "1.", "\"\\", "\"\\u00"})
    void whatIsNotWholeMayBecomeSo(String json) throws Exception {
        Documents documents = new Documents(100);
        documents.add(json.getBytes(UTF_8));
        assertThat(documents.next()).isNull();
        assertThatThrownBy(documents::last).hasMessage("unexpected EOF");
    }

    @Test
    void depthHasAnEnd() {
        Documents deep = new Documents(100_000);
        deep.add("[".repeat(100_000).getBytes(UTF_8));
        assertThatThrownBy(deep::last).hasMessage("exceeded max depth");
    }

    @Test
    void documentsComeInParts() throws Exception {
        String text = " {\"a\":\"}\"}[1]\n{\"b\":2} ";
        for (int size = 1; size <= text.length(); size++) {
            Documents documents = new Documents(100);
            List<String> seen = new ArrayList<>();
            for (int from = 0; from < text.length(); from += size) {
                String part = text.substring(from, Math.min(text.length(), from + size));
                assertThat(documents.add(part.getBytes(UTF_8))).isTrue();
                for (PlacedJson one = documents.next(); one != null; one = documents.next()) {
                    seen.add(one.raw() + one.members().size());
                }
            }
            assertThat(seen).as("parts of %s", size).containsExactly("{1", "[1", "{1");
            assertThat(documents.last()).isNull();
        }
        Documents small = new Documents(4);
        assertThat(small.add("{\"a\"".getBytes(UTF_8))).isTrue();
        assertThat(small.add(":".getBytes(UTF_8))).isFalse();
        assertThatThrownBy(small::last).hasMessage("unexpected EOF");
    }
}
