package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private final JsonNode tree = Json.parse(
            "{\"a\": {\"text\": \"x\", \"number\": 7, \"yes\": true, \"none\": null}, \"list\": [\"p\", \"q\"]}");

    @Test
    @DisplayName("reads follow a path and fall back when there is nothing of the kind")
    void readsFollowAPath() {
        assertThat(Json.text(tree, "a", "text")).isEqualTo("x");
        assertThat(Json.text(tree, "a", "number")).isNull();
        assertThat(Json.textOr(tree, "else", "a", "none")).isEqualTo("else");
        assertThat(Json.number(tree, 1, "a", "number")).isEqualTo(7);
        assertThat(Json.number(tree, 1, "a", "text")).isEqualTo(1);
        assertThat(Json.isTrue(tree, "a", "yes")).isTrue();
        assertThat(Json.isTrue(tree, "a", "text")).isFalse();
        assertThat(Json.strings(tree.path("list"))).containsExactly("p", "q");
        assertThat(Json.strings(tree.path("gone"))).isEmpty();
        assertThat(Json.map(tree.path("a"))).containsExactly(Map.entry("text", "x"));
        assertThat(Json.map(tree.path("list"))).isEmpty();
    }

    @Test
    @DisplayName("children and lists are made when they are missing or null, and kept when they are there")
    void childrenAreMadeWhenMissing() {
        ObjectNode root = Json.object();
        root.putNull("null");
        Json.child(root, "null").put("a", 1);
        Json.child(root, "null").put("b", 2);
        Json.list(root, "list").add("x");
        Json.list(root, "list").add("y");
        assertThat(Json.string(root)).isEqualTo("{\"null\":{\"a\":1,\"b\":2},\"list\":[\"x\",\"y\"]}");
    }

    @Test
    @DisplayName("a map becomes an object")
    void aMapBecomesAnObject() {
        assertThat(Json.string(Json.of(Map.of("a", "1")))).isEqualTo("{\"a\":\"1\"}");
    }

    @Test
    void numbersAreEqualHoweverTheyCame() {
        ObjectNode made = Json.object().put("a", 1L).put("b", (short) 2).put("c", 1L << 40);
        Json.list(made, "d").add(3L);
        made.putObject("e").put("f", Long.valueOf(4));
        assertThat(made).isEqualTo(Json.parse("{\"a\":1,\"b\":2,\"c\":1099511627776,\"d\":[3],\"e\":{\"f\":4}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,2147483648,99999999999999999999,1.5,1e400,-0.0,1E3,true,false,null],\"b\":{\"c\":{}},\"b\":[]}",
                "\"t\\u00e9xt \\ud83d\\ude00 \\u2028\\n\"",
                "7",
                "",
                "  ",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "{\"a\":",
                "[1,]",
                "nul"
            })
    @DisplayName("a tree is read and written as Jackson's mapper does, or refused as by it")
    void treesAreTheMappers(String json) throws IOException {
        JsonMapper mapper = Json.mapper();
        JsonNode expected;
        try {
            expected = mapper.readTree(json);
        } catch (IOException e) {
            assertThatThrownBy(() -> Json.parse(json)).isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(() -> Json.parse(json.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UncheckedIOException.class);
            return;
        }
        assertThat(Json.parse(json)).isEqualTo(expected);
        assertThat(Json.parse(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
        assertThat(Json.string(expected)).isEqualTo(mapper.writeValueAsString(expected));
        assertThat(Json.bytes(expected)).isEqualTo(mapper.writeValueAsBytes(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "a \"quoted\" one",
                "back\\slash",
                "line\n",
                "\u0001",
                "\u007f",
                "caf\u00e9 \ud83d\ude00"
            })
    @DisplayName("a text is quoted as the mapper does")
    void textsAreQuoted(String text) throws IOException {
        assertThat(Json.quote(text)).isEqualTo(Json.mapper().writeValueAsString(text));
    }

    @Test
    @DisplayName("a long tree is written whole")
    void aLongTreeIsWrittenWhole() throws IOException {
        ObjectNode root = Json.object();
        for (int i = 0; i < 3000; i++) {
            root.put("member-" + i, "value \u00e9 " + i);
        }
        assertThat(Json.bytes(root)).isEqualTo(Json.mapper().writeValueAsBytes(root));
        assertThat(Json.parse(Json.bytes(root))).isEqualTo(root);
    }
}
