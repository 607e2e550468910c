package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.auth.Permission;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

abstract class AuthChapter extends Chapter {
    private static final String DENIED = "etcdserver: permission denied";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Client> clients = new ArrayList<>();
    private @Nullable Auth admin; // while enabled

    private Auth auth() {
        return admin != null ? admin : setup().client().getAuthClient();
    }

    private Client as(String user, String password) {
        Client client = setup().users().client(user, password);
        clients.add(client);
        return client;
    }

    private void addUser(String name, String... roles) {
        get(auth().userAdd(bytes(name), bytes(name + "'s")));
        for (String role : roles) {
            get(auth().userGrantRole(bytes(name), bytes(role)));
        }
    }

    private void addRole(String name, String key, String end, Permission.Type type) {
        get(auth().roleAdd(bytes(name)));
        get(auth().roleGrantPermission(bytes(name), bytes(key), bytes(end), type));
    }

    /** With the user root, and gives root's client. */
    private Client enable() {
        addUser("root", "root");
        get(auth().authEnable());
        Client root = as("root", "root's");
        admin = root.getAuthClient();
        return root;
    }

    @AfterEach
    void letEverybodyInAgain() {
        if (admin != null) {
            get(admin.authDisable());
            admin = null;
        }
        for (String user : get(auth().userList()).getUsers()) {
            get(auth().userDelete(bytes(user)));
        }
        for (String role : get(auth().roleList()).getRoles()) {
            get(auth().roleDelete(bytes(role)));
        }
        clients.forEach(Client::close);
        clients.clear();
    }

    @Test
    void usersAndRolesComeAndGo() {
        addRole("r", "a", "", Permission.Type.READ);
        get(auth().roleGrantPermission(bytes("r"), bytes("b"), bytes("c"), Permission.Type.WRITE));
        get(auth().roleGrantPermission(bytes("r"), bytes("a"), bytes(""), Permission.Type.READWRITE));
        assertThat(get(auth().roleGet(bytes("r"))).getPermissions())
                .extracting(permission ->
                        permission.getPermType() + " " + permission.getKey() + "-" + permission.getRangeEnd())
                .containsExactly("READWRITE a-", "WRITE b-c");
        get(auth().roleRevokePermission(bytes("r"), bytes("b"), bytes("c")));
        assertThat(get(auth().roleGet(bytes("r"))).getPermissions()).hasSize(1);
        addUser("u", "r");
        assertThat(get(auth().userList()).getUsers()).containsExactly("u");
        assertThat(get(auth().roleList()).getRoles()).containsExactly("r");
        assertThat(get(auth().userGet(bytes("u"))).getRoles()).containsExactly("r");
        get(auth().userGrantRole(bytes("u"), bytes("r"))); // again is nothing
        get(auth().roleDelete(bytes("r")));
        assertThat(get(auth().userGet(bytes("u"))).getRoles()).isEmpty();
        get(auth().userDelete(bytes("u")));
        assertThat(get(auth().userList()).getUsers()).isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        ErrorCode precondition = ErrorCode.FAILED_PRECONDITION;
        ErrorCode invalid = ErrorCode.INVALID_ARGUMENT;
        ByteSequence u = bytes("u");
        ByteSequence r = bytes("r");
        ByteSequence none = bytes("none");
        get(auth().userAdd(u, bytes("p")));
        get(auth().roleAdd(r));
        assertRefused(auth().userAdd(u, bytes("p")), precondition, "etcdserver: user name already exists");
        assertRefused(auth().userAdd(bytes(""), bytes("p")), invalid, "etcdserver: user name is empty");
        assertRefused(auth().roleAdd(r), precondition, "etcdserver: role name already exists");
        assertRefused(auth().roleAdd(bytes("")), invalid, "etcdserver: role name is empty");
        assertRefused(auth().userGet(none), precondition, "etcdserver: user name not found");
        assertRefused(auth().userDelete(none), precondition, "etcdserver: user name not found");
        assertRefused(auth().userChangePassword(none, u), precondition, "etcdserver: user name not found");
        assertRefused(auth().userGrantRole(none, r), precondition, "etcdserver: user name not found");
        assertRefused(auth().userGrantRole(u, none), precondition, "etcdserver: role name not found");
        assertRefused(auth().userRevokeRole(u, r), precondition, "etcdserver: role is not granted to the user");
        assertRefused(auth().roleGet(none), precondition, "etcdserver: role name not found");
        assertRefused(auth().roleDelete(none), precondition, "etcdserver: role name not found");
        assertRefused(
                auth().roleRevokePermission(r, u, u),
                precondition,
                "etcdserver: permission is not granted to the role");
        assertRefused(auth().authEnable(), precondition, "etcdserver: root user does not exist");
        addUser("root");
        assertRefused(auth().authEnable(), precondition, "etcdserver: root user does not have root role");
    }

    @Test
    void whoeverSaysNothingIsLetInOnlyWhileNobodyIsAsked() {
        put("k", "1");
        Client root = enable();
        assertRefused(kv().get(bytes("k")), ErrorCode.INVALID_ARGUMENT, "etcdserver: user name is empty");
        if (!setup().has(Deviation.LEASES_FOR_ANYBODY)) {
            assertRefused(
                    setup().client().getLeaseClient().grant(100),
                    ErrorCode.INVALID_ARGUMENT,
                    "etcdserver: user name is empty");
        }
        assertRefused(
                setup().client().getAuthClient().userList(),
                ErrorCode.INVALID_ARGUMENT,
                "etcdserver: user name is empty");
        assertThat(get(root.getKVClient().get(bytes("k"))).getCount()).isEqualTo(1);
        get(auth().authDisable());
        admin = null;
        assertThat(only("k").getValue()).isEqualTo(bytes("1"));
    }

    @Test
    void aWrongPasswordOpensNothing() {
        enable();
        KV stranger = as("root", "another's").getKVClient();
        assertThatThrownBy(() -> stranger.get(bytes("k")).get(20, TimeUnit.SECONDS))
                .isNotNull();
        KV unknown = as("nobody", "nobody's").getKVClient();
        assertThatThrownBy(() -> unknown.get(bytes("k")).get(20, TimeUnit.SECONDS))
                .isNotNull();
    }

    private KV user(String key, String end, Permission.Type type) {
        addRole("role", key, end, type);
        addUser("user", "role");
        enable();
        return as("user", "user's").getKVClient();
    }

    @Test
    void aRangeIsPermittedWhenAllOfItIs() {
        addRole("left", "b", "d", Permission.Type.READ);
        addRole("right", "d", "f", Permission.Type.READ);
        addUser("both", "left", "right");
        addUser("one", "left");
        enable();
        KV both = as("both", "both's").getKVClient();
        KV one = as("one", "one's").getKVClient();
        GetOption toF = GetOption.builder().withRange(bytes("f")).build();
        assertThat(get(both.get(bytes("b"), toF)).getCount()).isZero();
        assertThat(get(one.get(bytes("c"))).getCount()).isZero();
        assertRefused(one.get(bytes("b"), toF), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(both.get(bytes("a")), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(both.get(bytes("f")), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(both.put(bytes("b"), bytes("x")), ErrorCode.PERMISSION_DENIED, DENIED);
        GetOption toTheEnd = GetOption.builder().withRange(bytes("\0")).build();
        assertRefused(both.get(bytes("e"), toTheEnd), ErrorCode.PERMISSION_DENIED, DENIED);
    }

    @Test
    void whatWasThereBeforeIsForReaders() {
        KV writer = user("w", "x", Permission.Type.WRITE);
        get(writer.put(bytes("w1"), bytes("1")));
        PutOption previous = PutOption.builder().withPrevKV().build();
        assertRefused(writer.put(bytes("w1"), bytes("2"), previous), ErrorCode.PERMISSION_DENIED, DENIED);
        DeleteOption alsoPrevious = DeleteOption.builder().withPrevKV(true).build();
        assertRefused(writer.delete(bytes("w1"), alsoPrevious), ErrorCode.PERMISSION_DENIED, DENIED);
        assertThat(get(writer.delete(bytes("w1"))).getDeleted()).isEqualTo(1);
    }

    @Test
    void aTransactionIsPermittedWhenAllOfItIsOnBothBranches() {
        KV kv = user("t", "u", Permission.Type.READWRITE);
        Op good = Op.put(bytes("t1"), bytes("x"), PutOption.DEFAULT);
        Op bad = Op.get(bytes("a"), GetOption.DEFAULT);
        Cmp badCompare = new Cmp(bytes("a"), Cmp.Op.EQUAL, CmpTarget.version(0));
        assertThat(get(kv.txn().Then(good).commit()).isSucceeded()).isTrue();
        assertRefused(kv.txn().Then(good, bad).commit(), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(kv.txn().Then(good).Else(bad).commit(), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(kv.txn().If(badCompare).Then(good).commit(), ErrorCode.PERMISSION_DENIED, DENIED);
    }

    @Test
    void aLeaseIsForThoseWhoMayWriteItsKeys() {
        KV kv = user("l", "m", Permission.Type.READWRITE);
        Client root = clients.get(0);
        Client user = clients.get(1);
        long foreign = get(root.getLeaseClient().grant(100)).getID();
        long own = get(user.getLeaseClient().grant(100)).getID();
        PutOption withForeign = PutOption.builder().withLeaseId(foreign).build();
        get(root.getKVClient().put(bytes("secret"), bytes("x"), withForeign));
        assertRefused(kv.put(bytes("l1"), bytes("x"), withForeign), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(user.getLeaseClient().revoke(foreign), ErrorCode.PERMISSION_DENIED, DENIED);
        if (!setup().has(Deviation.LEASES_FOR_ANYBODY)) {
            assertRefused(
                    user.getLeaseClient()
                            .timeToLive(
                                    foreign,
                                    LeaseOption.builder().withAttachedKeys().build()),
                    ErrorCode.PERMISSION_DENIED,
                    DENIED);
        }
        get(kv.put(bytes("l1"), bytes("x"), PutOption.builder().withLeaseId(own).build()));
        get(user.getLeaseClient().revoke(own));
        get(root.getLeaseClient().revoke(foreign));
    }

    @Test
    void historyIsForgottenForTheAdministrator() {
        KV kv = user("k", "", Permission.Type.READWRITE);
        long revision = get(kv.put(bytes("k"), bytes("1"))).getHeader().getRevision();
        if (!setup().has(Deviation.COMPACTION_FOR_ANYBODY)) {
            assertRefused(kv.compact(revision), ErrorCode.PERMISSION_DENIED, DENIED);
            assertRefused(kv().compact(revision), ErrorCode.INVALID_ARGUMENT, "etcdserver: user name is empty");
        }
        get(clients.get(0).getKVClient().compact(revision));
    }

    @Test
    void onlyReadersWatch() {
        user("w", "x", Permission.Type.READ);
        Client root = clients.get(0);
        Client user = clients.get(1);
        Recorder permitted = new Recorder();
        try (var watcher = user.getWatchClient()
                .watch(bytes("w1"), WatchOption.builder().withCreateNotify(true).build(), permitted)) {
            permitted.awaitCreated();
            get(root.getKVClient().put(bytes("w1"), bytes("1")));
            assertThat(permitted.await(1)).singleElement().asString().startsWith("PUT w1=1@");
            assertThat(watcher.isClosed()).isFalse();
        }
        Recorder forbidden = new Recorder();
        try (var watcher = user.getWatchClient().watch(bytes("a"), WatchOption.DEFAULT, forbidden)) {
            assertThat(forbidden.awaitError()).hasMessageContaining(DENIED);
            assertThat(watcher).isNotNull();
        }
    }

    @Test
    void usersAreForTheAdministratorAndOneself() {
        user("k", "", Permission.Type.READ);
        Auth user = clients.get(1).getAuthClient();
        assertThat(get(user.userGet(bytes("user"))).getRoles()).containsExactly("role");
        assertThat(get(user.roleGet(bytes("role"))).getPermissions()).hasSize(1);
        assertRefused(user.userGet(bytes("root")), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(user.roleGet(bytes("root")), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(user.userAdd(bytes("new"), bytes("new")), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(user.authDisable(), ErrorCode.PERMISSION_DENIED, DENIED);
        assertRefused(
                auth().userDelete(bytes("root")), ErrorCode.INVALID_ARGUMENT, "etcdserver: invalid auth management");
        assertRefused(
                auth().userRevokeRole(bytes("root"), bytes("root")),
                ErrorCode.INVALID_ARGUMENT,
                "etcdserver: invalid auth management");
    }

    @Test
    void whatIsGrantedAndTakenCountsAtOnce() {
        KV kv = user("k", "", Permission.Type.READ);
        get(kv.get(bytes("k")));
        get(auth().roleGrantPermission(bytes("role"), bytes("k"), bytes(""), Permission.Type.READWRITE));
        await().atMost(PATIENCE).until(() -> get(kv.put(bytes("k"), bytes("1"))) != null);
        get(auth().userRevokeRole(bytes("user"), bytes("role")));
        assertRefused(kv.get(bytes("k")), ErrorCode.PERMISSION_DENIED, DENIED);
    }
}
