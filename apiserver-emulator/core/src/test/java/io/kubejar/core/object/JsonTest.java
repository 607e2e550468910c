package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
}
