package io.kubejar.server.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.object.ApiObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RbacIndexTest {
    private static final String READS = "[{'apiGroups':[''],'resources':['pods'],'verbs':['get']}]";

    private final RbacIndex index = new RbacIndex();

    private static ApiObject role(String namespace, String name) {
        return Policies.object(namespace.isEmpty() ? "ClusterRole" : "Role", namespace, name, "'rules':" + READS);
    }

    private static ApiObject binding(String namespace, String name, String... users) {
        String subjects = "{'kind':'User','name':'" + String.join("'},{'kind':'User','name':'", users) + "'}";
        return Policies.object(
                namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding",
                namespace,
                name,
                "'roleRef':{'kind':'ClusterRole','name':'r'},'subjects':[" + subjects + "]");
    }

    private List<String> bound(String user, String namespace) {
        return index.matches(Policies.user(user), namespace).stream()
                .map(match -> match.binding().name())
                .toList();
    }

    @Test
    void whatIsNotThereAnyMoreIsForgottenByItsKind() {
        List.of(role("", "r"), role("", "old"), role("prod", "r"), role("prod", "old"))
                .forEach(index::put);
        List.of(binding("", "b", "mike"), binding("", "old", "mike"), binding("prod", "old", "mike"))
                .forEach(index::put);

        index.fill("ClusterRole", List.of(role("", "r")), null);
        assertThat(index.rules("ClusterRole", "r", "")).isNotNull();
        assertThat(index.rules("ClusterRole", "old", "")).isNull();
        assertThat(index.rules("Role", "old", "prod")).isNotNull();
        index.fill("Role", List.of(role("prod", "r")), null);
        assertThat(index.rules("Role", "r", "prod")).isNotNull();
        assertThat(index.rules("Role", "old", "prod")).isNull();

        index.fill("ClusterRoleBinding", List.of(binding("", "b", "mike")), null);
        assertThat(bound("mike", "")).containsExactly("b");
        assertThat(bound("mike", "prod")).containsExactly("old");
        index.fill("RoleBinding", List.of(binding("prod", "new", "mike")), null);
        assertThat(bound("mike", "prod")).containsExactly("new");
        assertThat(bound("mike", "")).containsExactly("b");
    }

    @Test
    void changedBindingLeavesWhoIsNoLongerNamed() {
        index.put(binding("", "b", "mike", "jane"));
        index.put(binding("", "b", "jane", "joe"));
        assertThat(bound("mike", "")).isEmpty();
        assertThat(bound("jane", "")).containsExactly("b");
        assertThat(bound("joe", "")).containsExactly("b");
        index.remove(binding("", "b", "jane", "joe"));
        assertThat(bound("jane", "")).isEmpty();
    }

    @Test
    void whoIsBoundBeforeAndAfterAChangeIsSoAllTheTime() {
        index.put(binding("", "b", "mike"));
        ApiObject one = binding("", "b", "mike", "jane");
        ApiObject other = binding("", "b", "joe", "mike");
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20_000; i++) {
                index.put(i % 2 == 0 ? one : other);
            }
        });
        while (!changes.isDone()) {
            assertThat(bound("mike", "")).containsExactly("b");
        }
        changes.join();
    }
}
