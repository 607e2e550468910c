package io.kubejar.core.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.testing.SeededTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static List<Members> copies(Members members) {
        Members all = new Members();
        all.putAll(members);
        Members each = new Members();
        members.forEach(each::put);
        return List.of(members.deepCopy(), all, each);
    }

    private static Members backwards(Members members) {
        List<String> names = new ArrayList<>(members.keySet());
        Collections.reverse(names);
        Members out = new Members();
        names.forEach(name -> out.put(name, members.get(name)));
        return out;
    }

    @SeededTest
    @DisplayName("whatever is put in and taken out, they are what a linked hash map is")
    void theyAreWhatALinkedHashMapIs(long seed) {
        Chance chance = Chance.seeded(seed);
        for (int names : new int[] {3, Members.FEW, Members.FEW + 1, 40}) {
            Members members = new Members();
            Map<String, JsonNode> expected = new LinkedHashMap<>();
            for (int i = 0; i < 400; i++) {
                String name = "name-" + chance.below(names);
                if (chance.below(3) == 0) {
                    assertThat(members.remove(name)).isEqualTo(expected.remove(name));
                } else {
                    JsonNode value = IntNode.valueOf(i);
                    assertThat(members.put(name, value)).isEqualTo(expected.put(name, value));
                }
                assertThat(members.get(name)).isEqualTo(expected.get(name));
                assertThat(members.containsKey(name)).isEqualTo(expected.containsKey(name));
                assertThat(new ArrayList<>(members.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
                assertThat(members).isEqualTo(expected).hasSameHashCodeAs(expected);
                assertThat(copies(members)).allSatisfy(copy -> {
                    assertThat(new ArrayList<>(copy.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
                    assertThat(copy).isEqualTo(members);
                });
                assertThat(backwards(members)).isEqualTo(members).hasSameHashCodeAs(members);
            }
            members.clear();
            assertThat(members).isEmpty();
        }
    }

    @Test
    @DisplayName("another value, or another name, makes them unequal")
    void otherMembersAreUnequal() {
        Members one = new Members();
        one.put("a", IntNode.valueOf(1));
        Members other = new Members();
        assertThat(one).isNotEqualTo(other);
        other.put("b", IntNode.valueOf(1));
        assertThat(one).isNotEqualTo(other);
        other.clear();
        other.put("a", IntNode.valueOf(2));
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    @DisplayName("a walk removes, and sets values, in the members themselves")
    void aWalkChangesTheMembers() {
        Members members = new Members();
        for (int i = 0; i < 5; i++) {
            members.put("name-" + i, IntNode.valueOf(i));
        }
        Iterator<Map.Entry<String, JsonNode>> walk = members.entrySet().iterator();
        while (walk.hasNext()) {
            Map.Entry<String, JsonNode> member = walk.next();
            if (member.getValue().intValue() % 2 == 0) {
                walk.remove();
            } else {
                member.setValue(IntNode.valueOf(7));
            }
        }
        assertThat(members.keySet()).containsExactly("name-1", "name-3");
        assertThat(members.values()).containsOnly(IntNode.valueOf(7));
        assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @DisplayName("an object with them equals one of Jackson's own, either way, and so do copies")
    void objectsEqualJacksonsOwn() {
        ObjectNode mine = Json.object();
        mine.put("a", 1).putObject("b").put("c", "d");
        ObjectNode theirs = JsonNodeFactory.instance.objectNode();
        theirs.put("a", 1).putObject("b").put("c", "d");
        assertThat(mine).isEqualTo(theirs).hasSameHashCodeAs(theirs);
        assertThat(theirs).isEqualTo(mine);
        assertThat(mine.deepCopy()).isEqualTo(mine);
        assertThat(Json.string(mine.deepCopy())).isEqualTo("{\"a\":1,\"b\":{\"c\":\"d\"}}");
    }
}
