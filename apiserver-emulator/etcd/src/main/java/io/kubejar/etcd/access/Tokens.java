package io.kubejar.etcd.access;

import io.kubejar.core.chance.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that have been given out, each good for some time after it was last used. In memory only: after a restart
 * everybody proves anew who they are. Source: etcd 3.6 server/auth/simple_token.go.
 */
final class Tokens {
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(300);

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int LENGTH = 16;

    private record Token(String user, Instant end) {}

    private final Chance chance;
    private final Map<String, Token> byText = new HashMap<>(); // guarded by this
    private long given; // guarded by this

    Tokens(Chance chance) {
        this.chance = chance;
    }

    synchronized String give(String user, Instant now) {
        byText.values().removeIf(token -> !token.end().isAfter(now));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(chance.below(LETTERS.length())));
        }
        text.append('.').append(++given);
        byText.put(text.toString(), new Token(user, now.plus(TIME_TO_LIVE)));
        return text.toString();
    }

    /** Whose it is; null when it is none, or no longer one. */
    synchronized @Nullable String use(String text, Instant now) {
        Token token = byText.get(text);
        if (token == null || !token.end().isAfter(now)) {
            return null;
        }
        byText.put(text, new Token(token.user(), now.plus(TIME_TO_LIVE)));
        return token.user();
    }

    synchronized void takeBack(String user) {
        byText.values().removeIf(token -> token.user().equals(user));
    }

    synchronized void takeBackAll() {
        byText.clear();
    }
}
