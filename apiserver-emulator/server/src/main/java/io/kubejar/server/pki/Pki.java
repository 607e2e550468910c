package io.kubejar.server.pki;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys and certificates of one cluster: its CA, the server's identity, the pair that signs service-account tokens, and
 * client certificates on request. In memory, or kept in a folder. Thread-safe.
 */
public final class Pki {
    /** Under which names and addresses every server is reached. Upstream: kubeadm's certs.GetAPIServerAltNames. */
    static final List<String> SERVER_NAMES = List.of(
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
            "localhost",
            "127.0.0.1",
            "10.96.0.1",
            "::1");

    private static final String CA_CERTIFICATE = "ca.crt";
    private static final String CA_KEY = "ca.key";
    private static final String ACCOUNT_KEY = "sa.key";
    private static final String ACCOUNT_PUBLIC = "sa.pub";

    /** A stored server certificate with less than this left is replaced. */
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final CertificateAuthority authority;
    private final Supplier<Identity> makeServer;
    private final LazyKeyPair serviceAccountKeys;
    private @Nullable Identity server; // guarded by this; made when it is needed: a cluster in process never listens

    private Pki(CertificateAuthority authority, Supplier<Identity> makeServer, LazyKeyPair serviceAccountKeys) {
        this.authority = authority;
        this.makeServer = makeServer;
        this.serviceAccountKeys = serviceAccountKeys;
    }

    /** A new one, in memory only. */
    public static Pki create(Clock clock, Chance chance) {
        return create(clock, chance, List.of());
    }

    /** A new one, in memory only, whose server has these names and addresses besides the usual ones. */
    public static Pki create(Clock clock, Chance chance, List<String> serverNames) {
        CertificateAuthority authority = CertificateAuthority.create("kubernetes", clock, chance);
        List<String> names = List.copyOf(serverNames);
        Chance later = chance.forKeys();
        return new Pki(
                authority,
                () -> issueServer(authority, names),
                new LazyKeyPair(() -> Keys.generateRsa(new ChanceRandom(later))));
    }

    /**
     * The one that is kept in a folder: {@code ca.crt}, {@code ca.key}, {@code apiserver.crt}, {@code apiserver.key},
     * {@code sa.key}, {@code sa.pub}, each with mode 0600. The CA and the service-account keys are made while their public
     * half, which is written last, is missing, the latter not before somebody asks for them; the server's certificate
     * whenever it does not fit the CA, the names or the time.
     *
     * @throws IllegalArgumentException when a file is broken or a private half is missing; the message names it
     * @throws java.io.UncheckedIOException when a file cannot be read or written
     */
    public static Pki load(Path folder, Clock clock, Chance chance, List<String> serverNames) {
        PrivateFiles.makeFolder(folder);
        CertificateAuthority authority = loadAuthority(folder, clock, chance);
        Identity server = loadServer(folder, authority, clock, serverNames);
        return new Pki(authority, () -> server, loadServiceAccountKeys(folder, chance));
    }

    /**
     * The one of which {@link #keys} has told, whose server has these names and addresses besides the usual ones.
     *
     * @throws IllegalArgumentException when the CA or half of a pair is missing, something is broken, or two halves do not
     *     belong together; the message names them
     */
    public static Pki of(Map<String, String> keys, Clock clock, Chance chance, List<String> serverNames) {
        if (!keys.containsKey(CA_CERTIFICATE) || !keys.containsKey(CA_KEY)) {
            throw new IllegalArgumentException("the CA is missing");
        }
        if (keys.containsKey(ACCOUNT_KEY) != keys.containsKey(ACCOUNT_PUBLIC)) {
            throw new IllegalArgumentException("there is one of " + ACCOUNT_KEY + " and " + ACCOUNT_PUBLIC + " only");
        }
        CertificateAuthority authority = SharedKeys.authority(keys, clock, chance);
        Chance later = chance.forKeys();
        LazyKeyPair accounts = keys.containsKey(ACCOUNT_KEY)
                ? LazyKeyPair.of(SharedKeys.tokens(keys))
                : new LazyKeyPair(() -> Keys.generateRsa(new ChanceRandom(later)));
        List<String> names = List.copyOf(serverNames);
        return new Pki(authority, () -> issueServer(authority, names), accounts);
    }

    /**
     * All that cannot be made anew, in PEM by the names of the files of {@link #load}: the CA and, once somebody has asked
     * for them, the service-account keys.
     */
    public Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        keys.put(CA_CERTIFICATE, authority.certificatePem());
        keys.put(CA_KEY, authority.identity().keyPem());
        KeyPair accounts = serviceAccountKeys.made();
        if (accounts != null) {
            keys.put(ACCOUNT_KEY, Pem.key(accounts.getPrivate()));
            keys.put(ACCOUNT_PUBLIC, Pem.key(accounts.getPublic()));
        }
        return keys;
    }

    /** Keeps {@link #keys} in a folder, in place of what is there, for {@link #load}. */
    public void keepIn(Path folder) {
        PrivateFiles.makeFolder(folder);
        keys().forEach((name, pem) -> PrivateFiles.write(folder.resolve(name), pem));
    }

    /**
     * The one of a cluster with several servers: CA and service-account keys are those that are kept for all of them, made
     * now if there are none; the server's identity is this server's own, with these names besides the usual ones.
     *
     * @throws IllegalArgumentException when what is kept is broken or not complete
     */
    public static Pki shared(KeyKeeper keeper, Clock clock, Chance chance, List<String> serverNames) {
        Map<String, String> keys = SharedKeys.readOrMake(keeper, clock, chance);
        CertificateAuthority authority = SharedKeys.authority(keys, clock, chance);
        KeyPair tokens = SharedKeys.tokens(keys);
        List<String> names = List.copyOf(serverNames);
        return new Pki(authority, () -> issueServer(authority, names), LazyKeyPair.of(tokens));
    }

    private static Identity issueServer(CertificateAuthority authority, List<String> more) {
        Subject subject = new Subject("kube-apiserver", List.of());
        return authority.issue(subject, CertificateAuthority.Usage.SERVER, names(more));
    }

    private static List<String> names(List<String> more) {
        List<String> names = new ArrayList<>(SERVER_NAMES);
        for (String name : more) {
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static CertificateAuthority loadAuthority(Path folder, Clock clock, Chance chance) {
        Path certificate = folder.resolve(CA_CERTIFICATE);
        Path key = folder.resolve(CA_KEY);
        if (isComplete(certificate, key)) {
            try {
                return CertificateAuthority.of(readIdentity(certificate, key), clock, chance);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(certificate + " and " + key + ": " + e.getMessage(), e);
            }
        }
        CertificateAuthority authority = CertificateAuthority.create("kubernetes", clock, chance);
        PrivateFiles.write(key, authority.identity().keyPem());
        PrivateFiles.write(certificate, authority.certificatePem());
        return authority;
    }

    private static Identity loadServer(
            Path folder, CertificateAuthority authority, Clock clock, List<String> serverNames) {
        Path certificate = folder.resolve("apiserver.crt");
        Path key = folder.resolve("apiserver.key");
        if (Files.exists(certificate) && Files.exists(key)) {
            Identity stored = readIdentity(certificate, key);
            if (fits(stored, authority, clock, names(serverNames))) {
                return stored;
            }
        }
        Identity server = issueServer(authority, serverNames);
        PrivateFiles.write(key, server.keyPem());
        PrivateFiles.write(certificate, server.certificatePem());
        return server;
    }

    private static boolean fits(
            Identity server, CertificateAuthority authority, Clock clock, Collection<String> names) {
        X509Certificate certificate = server.certificate();
        try {
            certificate.verify(authority.certificate().getPublicKey());
        } catch (GeneralSecurityException e) {
            return false; // another CA's
        }
        return certificate.getNotAfter().toInstant().isAfter(clock.now().plus(RENEW_BEFORE))
                && !certificate.getNotBefore().toInstant().isAfter(clock.now())
                && Keys.match(server.key(), certificate.getPublicKey())
                && alternativeNames(certificate).containsAll(canonical(names));
    }

    private static Set<String> alternativeNames(X509Certificate certificate) {
        Set<String> out = new HashSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                names.forEach(n -> out.add(String.valueOf(n.get(1))));
            }
        } catch (CertificateParsingException e) {
            return Set.of(); // as good as none: it will be replaced
        }
        return out;
    }

    /** Names as {@link X509Certificate#getSubjectAlternativeNames} shows them, where IPv6 addresses are written out. */
    private static List<String> canonical(Collection<String> names) {
        return names.stream().map(CertificateAuthority::canonicalName).toList();
    }

    private static LazyKeyPair loadServiceAccountKeys(Path folder, Chance chance) {
        Path key = folder.resolve(ACCOUNT_KEY);
        Path publicKey = folder.resolve(ACCOUNT_PUBLIC);
        if (isComplete(publicKey, key)) {
            return LazyKeyPair.of(readPair(publicKey, key));
        }
        Chance later = chance.forKeys();
        return new LazyKeyPair(() -> {
            if (isComplete(publicKey, key)) { // somebody else on this folder was asked first
                return readPair(publicKey, key);
            }
            KeyPair made = Keys.generateRsa(new ChanceRandom(later));
            PrivateFiles.write(key, Pem.key(made.getPrivate()));
            PrivateFiles.write(publicKey, Pem.key(made.getPublic()));
            return made;
        });
    }

    private static KeyPair readPair(Path publicKey, Path key) {
        KeyPair pair;
        try {
            pair = new KeyPair(
                    Pem.readPublicKey(PrivateFiles.read(publicKey)), Pem.readPrivateKey(PrivateFiles.read(key)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " and " + publicKey + ": " + e.getMessage(), e);
        }
        if (!Keys.match(pair.getPrivate(), pair.getPublic())) {
            throw new IllegalArgumentException(key + " does not belong to " + publicKey);
        }
        return pair;
    }

    private static Identity readIdentity(Path certificate, Path key) {
        return new Identity(
                Pem.readPrivateKey(PrivateFiles.read(key)), Pem.readCertificates(PrivateFiles.read(certificate)));
    }

    private static boolean isComplete(Path publicHalf, Path key) {
        if (Files.exists(publicHalf) && !Files.exists(key)) {
            throw new IllegalArgumentException(key + " is missing beside " + publicHalf);
        }
        return Files.exists(publicHalf);
    }

    /** The cluster's CA, which vouches for the server and for clients. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** The server's key and chain. */
    public synchronized Identity server() {
        Identity made = server;
        if (made == null) {
            made = makeServer.get();
            server = made;
        }
        return made;
    }

    /** A new key and certificate for a client: the user as common name, the groups as organizations. */
    public Identity clientCertificate(String user, List<String> groups) {
        return authority.issue(new Subject(user, groups), CertificateAuthority.Usage.CLIENT, List.of());
    }

    /**
     * The pair that signs and verifies service-account tokens: RS256 as upstream's, or ES256 with a pair that was loaded.
     * RSA keys take hundreds of milliseconds to make, and most clusters never see a token: whoever asks first waits.
     */
    public KeyPair serviceAccountKeys() {
        return serviceAccountKeys.get();
    }

    /**
     * The bearer token of the administrator. It follows from the key of the CA, so it is the same for as long as the
     * cluster keeps that, and says nothing about it.
     */
    public String adminToken() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("administrator".getBytes(StandardCharsets.US_ASCII));
            byte[] token = digest.digest(authority.identity().key().getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
