package io.kubejar.etcd.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Lock;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.lock.LockResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

abstract class LockChapter extends Chapter {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Lock locks() {
        return setup().client().getLockClient();
    }

    private long lease() {
        return get(setup().client().getLeaseClient().grant(100)).getID();
    }

    private CompletableFuture<LockResponse> lock(String name, long lease) {
        return locks().lock(bytes(name), lease);
    }

    private void awaitKeys(int count) {
        await().atMost(PATIENCE).until(() -> allKeys().size() == count);
    }

    @Test
    void aFreeLockIsTakenAtOnceAndItsKeyNamesTheLease() {
        long lease = lease();
        LockResponse response = get(lock("free", lease));
        assertThat(response.getKey().toString(UTF_8)).isEqualTo("free/" + Long.toHexString(lease));
        assertThat(response.getHeader().getRevision()).isEqualTo(revision());
        assertThat(only("free/" + Long.toHexString(lease)).getLease()).isEqualTo(lease);
        long unlocked = get(locks().unlock(response.getKey())).getHeader().getRevision();
        assertThat(unlocked).isEqualTo(revision());
        assertThat(allKeys()).isEmpty();
    }

    @Test
    void oneLeaseHasALockOnce() {
        long lease = lease();
        long first = get(lock("again", lease)).getHeader().getRevision();
        assertThat(get(lock("again", lease)).getHeader().getRevision()).isEqualTo(first);
        assertThat(allKeys()).hasSize(1);
    }

    @Test
    void withoutALeaseThereIsOneForAMinute() {
        LockResponse response = get(lock("own", 0));
        long lease = only(response.getKey().toString(UTF_8)).getLease();
        assertThat(get(setup().client().getLeaseClient().timeToLive(lease, io.etcd.jetcd.options.LeaseOption.DEFAULT))
                        .getGrantedTTL())
                .isEqualTo(60);
        get(setup().client().getLeaseClient().revoke(lease));
    }

    @Test
    void whoWaitsGetsItInOrderOfAsking() {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<LockResponse>> waiting = new ArrayList<>();
        LockResponse holder = get(lock("queue", lease()));
        for (int i = 0; i < 4; i++) {
            int number = i;
            CompletableFuture<LockResponse> next = lock("queue", lease());
            waiting.add(next.whenComplete((response, failure) -> order.add(number)));
            awaitKeys(i + 2);
        }
        assertThat(order).isEmpty();
        get(locks().unlock(holder.getKey()));
        for (CompletableFuture<LockResponse> next : waiting) {
            get(locks().unlock(get(next).getKey()));
        }
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whoLeavesTheLineDoesNotLetOthersPass() {
        LockResponse holder = get(lock("line", lease()));
        long leaver = lease();
        CompletableFuture<LockResponse> second = lock("line", leaver);
        awaitKeys(2);
        CompletableFuture<LockResponse> third = lock("line", lease());
        awaitKeys(3);
        delete("line/" + Long.toHexString(leaver));
        assertThat(third).isNotDone();
        get(locks().unlock(holder.getKey()));
        get(third);
        if (!setup().has(Deviation.EXPIRED_SESSION_LOCKS)) {
            assertRefused(second, ErrorCode.UNKNOWN, "mutex: session is expired");
        }
    }

    @Test
    void theEndOfItsLeaseReleasesALock() {
        long lease = lease();
        get(lock("leased", lease));
        CompletableFuture<LockResponse> next = lock("leased", lease());
        awaitKeys(2);
        assertThat(next).isNotDone();
        get(setup().client().getLeaseClient().revoke(lease));
        assertThat(get(next).getKey().toString(UTF_8)).startsWith("leased/");
    }

    @Test
    void anUnknownLeaseIsRefused() {
        assertRefused(lock("bad", 4711), ErrorCode.UNKNOWN, "etcdserver: requested lease not found");
    }

    @Test
    void unlockingTwiceIsNothing() {
        LockResponse response = get(lock("twice", lease()));
        get(locks().unlock(response.getKey()));
        long before = revision();
        assertThat(get(locks().unlock(response.getKey())).getHeader().getRevision())
                .isEqualTo(before);
        assertRefused(locks().unlock(bytes("")), ErrorCode.UNKNOWN, "etcdserver: key is not provided");
    }

    @Test
    void whileSomeWaitOthersGoOn() {
        LockResponse holder = get(lock("busy", lease()));
        List<CompletableFuture<LockResponse>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(lock("busy", lease()));
        }
        awaitKeys(6);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        put("other", "1");
        assertThat(only("other").getValue()).isEqualTo(bytes("1"));
        get(lock("another", lease()));
        get(locks().unlock(holder.getKey()));
        await().atMost(PATIENCE).until(() -> waiting.stream().anyMatch(CompletableFuture::isDone));
    }
}
