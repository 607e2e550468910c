package io.kubejar.server.pki;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.Clock;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A certificate authority: its own certificate and key, and the issuing of others (X.509 v3, RFC 5280). Thread-safe. */
public final class CertificateAuthority {
    /** How long its certificates are valid, as kubeadm's CA. Leaves too: a simulated year must not end them. */
    static final Duration VALIDITY = Duration.ofDays(3650);
    /** How far back validity begins, for clients whose clock is behind. */
    static final Duration SKEW = Duration.ofHours(1);

    /** What a certificate is for. */
    public enum Usage {
        /** TLS servers. */
        SERVER("1.3.6.1.5.5.7.3.1"),
        /** TLS clients. */
        CLIENT("1.3.6.1.5.5.7.3.2");

        private final String oid;

        Usage(String oid) {
            this.oid = oid;
        }
    }

    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final byte[] RSA_SHA256 = Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.element(Der.NULL));
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final Clock clock;
    private final Chance chance;
    private final SecureRandom random;
    private final Identity identity;

    private CertificateAuthority(Clock clock, Chance chance, SecureRandom random, Identity identity) {
        this.clock = clock;
        this.chance = chance;
        this.random = random;
        this.identity = identity;
    }

    /** A new one of this common name, that vouches for itself. */
    public static CertificateAuthority create(String commonName, Clock clock, Chance chance) {
        SecureRandom random = new ChanceRandom(chance);
        KeyPair keys = Keys.generate(random);
        Subject subject = new Subject(commonName, List.of());
        byte[] id = keyId(keys.getPublic());
        byte[] extensions = Der.sequence(
                keyUsage(0xa4), // digital signature, key encipherment, certificate signing
                extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                extension("2.5.29.14", false, Der.octets(id)));
        byte[] info = info(
                clock,
                chance,
                ECDSA_SHA256,
                subject.encoded(),
                subject.encoded(),
                keys.getPublic(),
                VALIDITY,
                extensions);
        byte[] signature = Keys.sign(keys.getPrivate(), random, info);
        X509Certificate certificate = Pem.certificate(Der.sequence(info, ECDSA_SHA256, Der.bits(0, signature)));
        return new CertificateAuthority(clock, chance, random, new Identity(keys.getPrivate(), List.of(certificate)));
    }

    /**
     * One that exists.
     *
     * @throws IllegalArgumentException when the key is not that of the certificate, or the certificate is no CA's
     */
    public static CertificateAuthority of(Identity identity, Clock clock, Chance chance) {
        X509Certificate certificate = identity.certificate();
        if (certificate.getBasicConstraints() < 0) {
            throw new IllegalArgumentException("the certificate is not that of a CA");
        }
        if (!Keys.match(identity.key(), certificate.getPublicKey())) {
            throw new IllegalArgumentException("the CA's key does not belong to its certificate");
        }
        return new CertificateAuthority(clock, chance, new ChanceRandom(chance), identity);
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return identity.certificate();
    }

    /** Its own certificate as PEM: the {@code ca.crt} that clients are given. */
    public String certificatePem() {
        return identity.certificatePem();
    }

    /** Its own key and certificate. */
    public Identity identity() {
        return identity;
    }

    /**
     * A new key with a certificate.
     *
     * @param alternativeNames DNS names and IP addresses; may be empty for a client
     */
    public Identity issue(Subject subject, Usage usage, List<String> alternativeNames) {
        KeyPair keys = Keys.generate(random);
        return new Identity(
                keys.getPrivate(), List.of(sign(subject, keys.getPublic(), usage, alternativeNames, VALIDITY)));
    }

    /** A certificate for somebody else's public key, as for a signing request; valid from now for so long. */
    public X509Certificate sign(
            Subject subject, PublicKey key, Usage usage, List<String> alternativeNames, Duration validity) {
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(keyUsage(0xa0)); // digital signature, key encipherment
        extensions.add(extension("2.5.29.37", false, Der.sequence(Der.oid(usage.oid))));
        extensions.add(extension("2.5.29.19", true, Der.sequence()));
        byte[] authority = Der.context(0, false, keyId(certificate().getPublicKey()));
        extensions.add(extension("2.5.29.35", false, Der.sequence(authority)));
        if (!alternativeNames.isEmpty()) {
            extensions.add(extension("2.5.29.17", false, alternativeNames(alternativeNames)));
        }
        byte[] algorithm = identity.key().getAlgorithm().equals("RSA") ? RSA_SHA256 : ECDSA_SHA256;
        byte[] info = info(
                clock,
                chance,
                algorithm,
                certificate().getSubjectX500Principal().getEncoded(),
                subject.encoded(),
                key,
                validity,
                Der.sequence(extensions.toArray(new byte[0][])));
        byte[] signature = Keys.sign(identity.key(), random, info);
        return Pem.certificate(Der.sequence(info, algorithm, Der.bits(0, signature)));
    }

    private static byte[] info(
            Clock clock,
            Chance chance,
            byte[] algorithm,
            byte[] issuer,
            byte[] subject,
            PublicKey key,
            Duration validity,
            byte[] extensions) {
        Instant now = clock.now();
        byte[] serial = chance.bytes(16);
        serial[0] = (byte) ((serial[0] & 0x3f) | 0x40); // positive and never zero
        return Der.sequence(
                Der.context(0, true, Der.integer(BigInteger.TWO)), // version 3
                Der.integer(new BigInteger(1, serial)),
                algorithm,
                issuer,
                Der.sequence(Der.time(now.minus(SKEW)), Der.time(now.plus(validity))),
                subject,
                key.getEncoded(),
                Der.context(3, true, extensions));
    }

    /** The key's identifier: the SHA-1 of its bit string (RFC 5280, 4.2.1.2, first way). */
    private static byte[] keyId(PublicKey key) {
        DerReader info = new DerReader(key.getEncoded()).enter(Der.SEQUENCE);
        info.enter(Der.SEQUENCE);
        byte[] bits = info.enter(Der.BIT_STRING).rest();
        return Keys.digest("SHA-1", Arrays.copyOfRange(bits, 1, bits.length));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] keyUsage(int bits) {
        return extension("2.5.29.15", true, Der.bits(Integer.numberOfTrailingZeros(bits), new byte[] {(byte) bits}));
    }

    private static byte[] alternativeNames(List<String> names) {
        byte[][] out = new byte[names.size()][];
        for (int i = 0; i < out.length; i++) {
            String name = names.get(i);
            out[i] = ADDRESS.matcher(name).matches()
                    ? Der.context(7, false, address(name).getAddress())
                    : Der.context(2, false, name.getBytes(StandardCharsets.US_ASCII));
        }
        return Der.sequence(out);
    }

    /** A DNS name as it is, an address in the form that the JDK prints. */
    static String canonicalName(String name) {
        return ADDRESS.matcher(name).matches() ? address(name).getHostAddress() : name;
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal); // a literal: no name is looked up
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + literal, e);
        }
    }
}
