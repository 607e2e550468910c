package io.kubejar.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.ServedResources;
import io.kubejar.core.informer.Lister;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each controller by its name. */
class ControllersTest {
    private static final ClusterFacts FACTS =
            new ClusterFacts(ServedResources.fixed(List.of()), "", (account, secret) -> "", true);

    @Test
    void eachIsMadeByItsName() {
        assertThat(Controllers.names())
                .hasSize(19)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(Controllers.one(name, resource -> Lister.of(), FACTS)
                                .name())
                        .isEqualTo(name));
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Controllers.one("deployment", resource -> Lister.of(), FACTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "there is no controller deployment; there are [clusterrole-aggregation-controller");
    }
}
