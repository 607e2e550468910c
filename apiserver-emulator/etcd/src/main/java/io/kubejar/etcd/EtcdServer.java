package io.kubejar.etcd;

import io.etcd.jetcd.Client;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Authenticator;
import io.kubejar.etcd.access.Caller;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.backup.Backup;
import io.kubejar.etcd.backup.BackupFile;
import io.kubejar.etcd.backup.BackupReader;
import io.kubejar.etcd.compaction.AutoCompactor;
import io.kubejar.etcd.compaction.Retention;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.grpc.GrpcDoor;
import io.kubejar.etcd.grpc.TlsFiles;
import io.kubejar.etcd.jetcd.InProcessClient;
import io.kubejar.etcd.jetcd.Rehearsal;
import io.kubejar.etcd.mvcc.Quota;
import io.kubejar.etcd.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An etcd v3 in this JVM: one member, the semantics of etcd 3.6. All methods may be called by any thread.
 *
 * <pre>{@code
 * try (EtcdServer etcd = EtcdServer.start()) {
 *     KV kv = etcd.client().getKVClient();
 *     kv.put(ByteSequence.from("key", UTF_8), ByteSequence.from("value", UTF_8)).join();
 * }
 * }</pre>
 */
public final class EtcdServer implements AutoCloseable {
    private final Engine engine;
    private final Loops loops;
    private final boolean ownLoops;
    private final Chance chance;
    private final Retention retention;
    private final AutoCompactor compactor;
    private final Authenticator authenticator;
    private final Client client;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet(); // with a user
    private final @Nullable GrpcDoor grpc;

    private EtcdServer(
            Engine engine,
            Authenticator authenticator,
            Loops loops,
            boolean ownLoops,
            Chance chance,
            Retention retention,
            @Nullable GrpcDoor grpc) {
        this.engine = engine;
        this.loops = loops;
        this.ownLoops = ownLoops;
        this.chance = chance;
        this.retention = retention;
        this.compactor = AutoCompactor.start(engine, loops, retention);
        this.authenticator = authenticator;
        this.grpc = grpc;
        this.client = client(Caller.NOBODY);
    }

    /** An empty one in memory. */
    public static EtcdServer start() {
        return builder().start();
    }

    /** For one with settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** The settings of one to be started. */
    public static final class Builder {
        private static final Duration PROGRESS_INTERVAL = Duration.ofMinutes(10); // as upstream

        private @Nullable Loops loops;
        private @Nullable Chance chance;
        private Duration progressInterval = PROGRESS_INTERVAL;
        private @Nullable Integer grpcPort;
        private @Nullable Path dataDir;
        private boolean fsync = true;
        private @Nullable Path restored;
        private Retention retention = new Retention.All();
        private Quota quota = Quota.DEFAULT;
        private int bcryptCost = Password.DEFAULT_COST;
        private @Nullable Path certificateChain;
        private @Nullable Path certificateKey;
        private @Nullable Path clientAuthority;

        private Builder() {}

        /** Where leases end and by which clock; not closed by the server. Without it the server makes live ones. */
        public Builder loops(Loops given) {
            loops = given;
            return this;
        }

        /** Where ids of leases come from. Without it nobody can foretell them. */
        public Builder chance(Chance given) {
            chance = given;
            return this;
        }

        /** How often idle watchers that asked for it are told how far they are; ten minutes by default. */
        public Builder progressInterval(Duration interval) {
            progressInterval = interval;
            return this;
        }

        /** Also listens for etcd clients on this port of the loopback address; 0 picks one. Without it nothing listens. */
        public Builder grpcPort(int port) {
            grpcPort = port;
            return this;
        }

        /**
         * The gRPC port speaks TLS with this certificate and its key, both in PEM, the key in PKCS #8, PKCS #1 or
         * SEC 1. As etcd's {@code --cert-file} and {@code --key-file}.
         */
        public Builder tls(Path chain, Path key) {
            certificateChain = chain;
            certificateKey = key;
            return this;
        }

        /**
         * Clients of the gRPC port must show a certificate of this authority, in PEM. With authentication on, whoever has no
         * token is the user that the certificate's common name says. As etcd's {@code --trusted-ca-file} with {@code
         * --client-cert-auth}.
         */
        public Builder clientAuthority(Path certificate) {
            clientAuthority = certificate;
            return this;
        }

        /** Keeps the store in this directory, so that what was acknowledged survives the process. Else it is in memory. */
        public Builder dataDir(Path directory) {
            dataDir = directory;
            return this;
        }

        /** False to leave it to the system when data reaches the disk: survives the process but not the machine. */
        public Builder fsync(boolean on) {
            fsync = on;
            return this;
        }

        /**
         * Begins with what is in a snapshot that {@code etcdctl snapshot save} wrote, of a real etcd 3.4 to 3.6 or of this
         * one: all keys, revisions and leases. A data directory must be a new one.
         */
        public Builder restore(Path snapshot) {
            restored = snapshot;
            return this;
        }

        /**
         * Forgets by itself what is older than this, about once per period and at least once an hour; as etcd's
         * {@code --auto-compaction-mode=periodic}. Without it history is kept until a client compacts.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder keepHistory(Duration period) {
            retention = new Retention.Period(period);
            return this;
        }

        /**
         * Forgets by itself, every five minutes, all but so many last revisions; as etcd's
         * {@code --auto-compaction-mode=revision}. Takes the place of {@link #keepHistory(Duration)}.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder keepRevisions(long count) {
            retention = new Retention.Revisions(count);
            return this;
        }

        /**
         * How many bytes it may hold before it refuses further writes with {@code database space exceeded} and raises the
         * alarm NOSPACE, which a client must disarm once it has freed space; as etcd's {@code --quota-backend-bytes}. Two
         * GiB by default; a negative number for no limit.
         */
        public Builder quotaBytes(long bytes) {
            quota = bytes == 0 ? Quota.DEFAULT : new Quota(bytes);
            return this;
        }

        /**
         * How dear new passwords are, from 4 to 31: each step doubles the time. 10 by default, as etcd's {@code --bcrypt-cost}.
         *
         * @throws IllegalArgumentException for another number
         */
        public Builder bcryptCost(int cost) {
            bcryptCost = Password.requireCost(cost);
            return this;
        }

        /**
         * Starts it.
         *
         * @throws java.io.UncheckedIOException when the port is taken, another etcd has the data directory, or there is a
         *     store in it where one is to be restored
         * @throws io.kubejar.etcd.bolt.DamagedFileException when the snapshot to be restored is damaged
         * @throws io.kubejar.etcd.wal.BadDataException when what is in the data directory is damaged
         * @throws IllegalArgumentException when a file for TLS is missing or not what it should be
         */
        public EtcdServer start() {
            Loops used = loops == null ? liveLoops() : loops;
            try {
                return start(used, chance == null ? Chance.secure() : chance);
            } catch (RuntimeException e) {
                if (loops == null) {
                    used.close();
                }
                throw e;
            }
        }

        private EtcdServer start(Loops used, Chance usedChance) {
            Kept kept = Kept.open(dataDir == null ? null : WriteAheadLog.Settings.of(dataDir, fsync), restored, used);
            Engine engine = new Engine(used, usedChance, progressInterval, quota, kept.store(), kept.journal());
            try {
                Authenticator authenticator = new Authenticator(engine, usedChance, bcryptCost);
                GrpcDoor grpc = grpcPort == null
                        ? null
                        : GrpcDoor.open(engine, authenticator, new GrpcDoor.Settings(grpcPort, executor(used), tls()));
                return new EtcdServer(engine, authenticator, used, loops == null, usedChance, retention, grpc);
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        }

        private @Nullable TlsFiles tls() {
            if (certificateChain == null || certificateKey == null) {
                if (clientAuthority != null) {
                    throw new IllegalArgumentException(
                            "etcd can ask for client certificates only when it has its own: tls(chain, key)");
                }
                return null;
            }
            return new TlsFiles(certificateChain, certificateKey, clientAuthority);
        }

        /** Calls that wait for the disk must not hold up others, so that they can wait together. */
        private @Nullable Executor executor(Loops used) {
            return dataDir == null ? null : call -> used.loop("etcd-call").execute(call);
        }
    }

    private static Loops liveLoops() {
        Rehearsal.begin();
        return new LiveLoops("etcd", SystemClock.INSTANCE, new Faults());
    }

    /**
     * The way in for code in this JVM: no connection, every call is done when it returns. Does not say who it is. Closed with
     * the server.
     */
    public Client client() {
        return client;
    }

    /**
     * Like {@link #client()}, for a user. The password is looked at with the first call after authentication was enabled or
     * the password was changed; a wrong one fails that call.
     */
    public Client client(String user, String password) {
        Client made = client(authenticator.password(user, password));
        clients.add(made);
        return made;
    }

    private Client client(Caller caller) {
        return new InProcessClient(
                new Access(engine, caller), authenticator, grpc == null ? List.of() : List.of(grpc.url()));
    }

    /**
     * The port on which it listens for etcd clients.
     *
     * @throws IllegalStateException when it was not asked to listen
     */
    public int grpcPort() {
        if (grpc == null) {
            throw new IllegalStateException("this etcd has no gRPC port; ask for one with builder().grpcPort(0)");
        }
        return grpc.port();
    }

    /**
     * Raises the alarm NOSPACE, as when its quota is used up, or takes it back: while it is raised whatever takes room is
     * refused. As etcdctl's {@code alarm disarm}.
     */
    public void outOfSpace(boolean raised) {
        Alarm alarm = new Alarm(Alarm.MEMBER, Alarm.NOSPACE);
        if (raised) {
            engine.raise(alarm);
        } else {
            engine.disarm(alarm);
        }
    }

    /** The store's revision. */
    public long revision() {
        return engine.revision();
    }

    /**
     * A copy that goes its own way from here on: the same keys, history and leases, in memory, without watchers and
     * without a port; it forgets history as this one does. It takes no longer for a large store than for a small one.
     */
    public EtcdServer fork() {
        if (!ownLoops) {
            return fork(loops);
        }
        Loops fresh = liveLoops();
        try {
            Chance forked = chance.fork();
            return forked(engine.fork(fresh, forked), fresh, true, forked);
        } catch (RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    /** Like {@link #fork()}, on other loops; leases keep the time that is left to them. */
    public EtcdServer fork(Loops otherLoops) {
        return fork(otherLoops, chance.fork());
    }

    /** Like {@link #fork(Loops)}, with chance of its own. */
    public EtcdServer fork(Loops otherLoops, Chance forked) {
        return forked(engine.fork(otherLoops, forked), otherLoops, false, forked);
    }

    private EtcdServer forked(Engine copy, Loops used, boolean own, Chance forked) {
        return new EtcdServer(copy, authenticator.forked(copy, forked), used, own, forked, retention, null);
    }

    /**
     * What whoever runs this server has to say beside its keys: it goes into every snapshot from now on, also those that
     * clients take, and can be read with {@link #notesOf}. Names are ASCII. Other etcds leave it alone. A copy has none.
     */
    public void notes(Supplier<Map<String, byte[]>> notes) {
        engine.notes(notes);
    }

    /** The notes in a snapshot, by name; none in one that etcd saved. Throws as {@link Builder#start} does for a bad file. */
    public static SortedMap<String, byte[]> notesOf(Path snapshot) {
        return BackupReader.notes(snapshot);
    }

    /** Saves all keys, history, leases and users as {@code etcdctl snapshot save} does, and for {@link Builder#restore}. */
    public void snapshot(Path file) {
        BackupFile.write(file, Backup.of(engine.store(), engine.notes()));
    }

    /** Ends watches, refuses further requests and frees everything. */
    @Override
    public void close() {
        compactor.close();
        client.close();
        clients.forEach(Client::close);
        engine.close();
        if (grpc != null) {
            grpc.close();
        }
        if (ownLoops) {
            loops.close();
        }
    }
}
