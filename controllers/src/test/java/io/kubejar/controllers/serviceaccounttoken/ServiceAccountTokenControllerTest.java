package io.kubejar.controllers.serviceaccounttoken;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.World;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ServiceAccountTokenControllerTest {
    private static final String SECRET = "{'metadata':{'name':'t','namespace':'a','annotations':"
            + "{'kubernetes.io/service-account.name':'robot'}},'type':'kubernetes.io/service-account-token'}";
    private static final String ACCOUNT = "{'metadata':{'name':'robot','namespace':'a'},'secrets':[{'name':'t'}]}";

    private final World world = new World();

    private void start() {
        world.start(informers -> new ServiceAccountTokenController(
                informers, (account, secret) -> account.name() + "-" + secret.name(), "PEM"));
    }

    private static String text(ApiObject secret, String key) {
        return new String(Base64.getDecoder().decode(Json.text(secret.at("data"), key)), StandardCharsets.UTF_8);
    }

    @Test
    void fillsTheSecret() {
        ApiObject account = world.create(Resources.SERVICE_ACCOUNTS, ACCOUNT);
        world.create(Resources.SECRETS, SECRET);
        start();
        ApiObject secret = world.get(Resources.SECRETS, "a", "t");
        assertThat(text(secret, "token")).isEqualTo("robot-t");
        assertThat(text(secret, "namespace")).isEqualTo("a");
        assertThat(text(secret, "ca.crt")).isEqualTo("PEM");
        assertThat(secret.annotation("kubernetes.io/service-account.uid")).isEqualTo(account.uid());
    }

    @Test
    void secretGoesWithItsAccount() {
        world.create(Resources.SERVICE_ACCOUNTS, ACCOUNT);
        world.create(Resources.SECRETS, SECRET);
        start();
        world.api.delete(ResourceRef.of(Resources.SERVICE_ACCOUNTS, "a", "robot"), DeleteOptions.NONE);
        world.settle();
        assertThat(world.get(Resources.SECRETS, "a", "t")).isNull();
    }

    @Test
    void secretOfNobodyIsDeleted() {
        world.create(Resources.SECRETS, SECRET);
        start();
        assertThat(world.get(Resources.SECRETS, "a", "t")).isNull();
    }

    @Test
    void accountForgetsDeletedSecret() {
        world.create(Resources.SERVICE_ACCOUNTS, ACCOUNT);
        world.create(Resources.SECRETS, SECRET);
        start();
        world.api.delete(ResourceRef.of(Resources.SECRETS, "a", "t"), DeleteOptions.NONE);
        world.settle();
        assertThat(world.get(Resources.SERVICE_ACCOUNTS, "a", "robot").at("secrets"))
                .isEmpty();
    }
}
