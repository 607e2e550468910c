package io.kubejar.etcd.access;

import io.kubejar.core.chance.Chance;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.auth.User;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import org.jspecify.annotations.Nullable;

/** Finds out who calls: by password, token or certificate. Any thread may use it. */
public final class Authenticator {
    private final Engine engine;
    private final Chance chance;
    private final Tokens tokens;
    private final int cost;

    /**
     * For the users of a store.
     *
     * @param chance where tokens and the salt of passwords come from
     * @param cost of new passwords, see {@link Password}
     */
    public Authenticator(Engine engine, Chance chance, int cost) {
        this.engine = engine;
        this.chance = chance;
        this.tokens = new Tokens(chance);
        this.cost = cost;
    }

    /** For a copy of the store, which has given out no tokens. */
    public Authenticator forked(Engine copy, Chance forked) {
        return new Authenticator(copy, forked, cost);
    }

    /**
     * Makes what a password will be recognized by; takes its time.
     *
     * @throws EtcdRefusal when it is too long
     */
    public Password newPassword(String text) {
        return Password.of(text, cost, chance.bytes(Password.SALT_BYTES));
    }

    /**
     * Gives a token for a password; takes its time. Source: etcd 3.6 EtcdServer.Authenticate.
     *
     * @throws EtcdRefusal when the password is wrong, or nobody is asked for one
     */
    public String authenticate(String name, String password) {
        Password right = check(name, password);
        while (!right.equals(passwordOf(name))) { // changed meanwhile
            right = check(name, password);
        }
        return tokens.give(name, engine.now());
    }

    private Password check(String name, String password) {
        Password right = passwordOf(name);
        if (right == null || !right.matches(password)) {
            throw EtcdError.AUTH_FAILED.refusal();
        }
        return right;
    }

    private @Nullable Password passwordOf(String name) {
        AuthState auth = engine.store().auth();
        if (!auth.enabled()) {
            throw EtcdError.AUTH_NOT_ENABLED.refusal();
        }
        User user = auth.user(name);
        if (user != null && user.withoutPassword()) {
            throw EtcdError.NO_PASSWORD_USER.refusal();
        }
        return user == null ? null : user.password();
    }

    /** Whoever has the token. */
    public Caller token(String text) {
        return () -> {
            String user = tokens.use(text, engine.now());
            if (user == null) {
                throw EtcdError.INVALID_AUTH_TOKEN.refusal();
            }
            return user;
        };
    }

    /** Whoever knows the password; it is checked with the first call, and again after it was changed. */
    public Caller password(String name, String password) {
        return new WithPassword(name, password);
    }

    /** Forgets what was given to a user. */
    public void takeBack(String user) {
        tokens.takeBack(user);
    }

    /** Forgets everything that was given out. */
    public void takeBackAll() {
        tokens.takeBackAll();
    }

    /** A caller with name and password. */
    private final class WithPassword implements Caller {
        private final String name;
        private final String password;
        private volatile @Nullable Password checked;

        WithPassword(String name, String password) {
            this.name = name;
            this.password = password;
        }

        @Override
        public String user() {
            Password last = checked;
            if (last == null || !last.equals(passwordOf(name))) {
                checked = check(name, password);
            }
            return name;
        }
    }
}
