package io.kubejar.server.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.Clock;
import io.kubejar.core.time.ManualClock;
import io.kubejar.core.time.SystemClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
    private static final Clock CLOCK = SystemClock.INSTANCE;

    @TempDir
    Path folder;

    @Test
    void serverCertificateIsValidForEveryNameOfTheServer() throws Exception {
        Pki pki = Pki.create(CLOCK, Chance.secure(), List.of("kubejar.example", "192.168.7.1"));
        X509Certificate certificate = pki.server().certificate();

        assertThat(certificate.getSubjectAlternativeNames().stream().map(n -> (String) n.get(1)))
                .containsExactlyInAnyOrder(
                        "kubernetes",
                        "kubernetes.default",
                        "kubernetes.default.svc",
                        "kubernetes.default.svc.cluster.local",
                        "localhost",
                        "127.0.0.1",
                        "10.96.0.1",
                        "0:0:0:0:0:0:0:1",
                        "kubejar.example",
                        "192.168.7.1");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        validate(pki, certificate, CLOCK.now());
    }

    @Test
    void theAdministratorsTokenStaysWithTheKeysAndIsNobodyElses() {
        String token = Pki.load(folder, CLOCK, Chance.secure(), List.of()).adminToken();
        assertThat(token).matches("[-_A-Za-z0-9]{43}");
        assertThat(Pki.load(folder, CLOCK, Chance.secure(), List.of()).adminToken())
                .isEqualTo(token);
        assertThat(Pki.create(CLOCK, Chance.secure()).adminToken()).isNotEqualTo(token);
    }

    @Test
    void clientCertificateCarriesUserAndGroups() throws Exception {
        Pki pki = Pki.create(CLOCK, Chance.secure());
        Identity client = pki.clientCertificate("jürgen", List.of("system:masters", "dev", "a"));

        Subject subject = Subject.of(client.certificate());
        assertThat(subject.commonName()).isEqualTo("jürgen");
        assertThat(subject.organizations()).containsExactlyInAnyOrder("system:masters", "dev", "a");
        assertThat(client.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(Keys.match(client.key(), client.certificate().getPublicKey()))
                .isTrue();
        validate(pki, client.certificate(), CLOCK.now());
    }

    @Test
    void certificatesOfAnotherAuthorityDoNotValidate() {
        Pki pki = Pki.create(CLOCK, Chance.secure());
        Pki other = Pki.create(CLOCK, Chance.secure());

        assertThatThrownBy(() -> validate(pki, other.server().certificate(), CLOCK.now()))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void validityFollowsTheGivenClockAlsoBehind2049() throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2045-03-01T00:00:00Z"));
        Pki pki = Pki.create(clock, Chance.secure());

        assertThat(pki.server().certificate().getNotBefore()).isEqualTo(Instant.parse("2045-02-28T23:00:00Z"));
        assertThat(pki.server().certificate().getNotAfter()).isEqualTo(Instant.parse("2055-02-27T00:00:00Z"));
        validate(pki, pki.server().certificate(), clock.now());
    }

    @Test
    void oneSeedGivesOnePki() {
        Clock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
        Pki one = Pki.create(clock, Chance.seeded(7));
        Pki same = Pki.create(clock, Chance.seeded(7));
        Pki other = Pki.create(clock, Chance.seeded(8));

        assertThat(same.authority().certificatePem()).isEqualTo(one.authority().certificatePem());
        assertThat(same.server().certificatePem()).isEqualTo(one.server().certificatePem());
        assertThat(other.server().keyPem()).isNotEqualTo(one.server().keyPem());
        assertThat(same.serviceAccountKeys().getPrivate())
                .isEqualTo(one.serviceAccountKeys().getPrivate());
        assertThat(other.serviceAccountKeys().getPrivate())
                .isNotEqualTo(one.serviceAccountKeys().getPrivate());
    }

    @Test
    void theKeysOfServiceAccountsAreRsaAndMadeWhenSomebodyAsks() {
        Pki pki = Pki.load(folder, CLOCK, Chance.secure(), List.of());
        assertThat(pki.adminToken()).isNotEmpty();
        assertThat(folder.resolve("sa.key")).doesNotExist();
        RSAPublicKey made = (RSAPublicKey) pki.serviceAccountKeys().getPublic();
        assertThat(made.getModulus().bitLength()).isEqualTo(2048);
        assertThat(pki.serviceAccountKeys().getPublic()).isSameAs(made);
        assertThat(Pki.load(folder, CLOCK, Chance.secure(), List.of())
                        .serviceAccountKeys()
                        .getPublic())
                .isEqualTo(made);
    }

    @Test
    void keysOfServiceAccountsThatWereThereBeforeAreKept() {
        KeyPair old = Keys.generate(new SecureRandom());
        PrivateFiles.write(folder.resolve("sa.key"), Pem.key(old.getPrivate()));
        PrivateFiles.write(folder.resolve("sa.pub"), Pem.key(old.getPublic()));
        assertThat(Pki.load(folder, CLOCK, Chance.secure(), List.of())
                        .serviceAccountKeys()
                        .getPublic())
                .isEqualTo(old.getPublic());
    }

    @Test
    void serialsArePositiveAndDiffer() {
        Pki pki = Pki.create(CLOCK, Chance.secure());
        X509Certificate one = pki.clientCertificate("a", List.of()).certificate();
        X509Certificate other = pki.clientCertificate("a", List.of()).certificate();

        assertThat(one.getSerialNumber()).isPositive().isNotEqualTo(other.getSerialNumber());
    }

    @Test
    void loadKeepsWhatItHasMadeAndNobodyElseMayReadIt() throws Exception {
        Path kept = folder.resolve("a/pki");
        Pki made = Pki.load(kept, CLOCK, Chance.secure(), List.of());
        Pki loaded = Pki.load(kept, CLOCK, Chance.secure(), List.of());

        assertThat(loaded.authority().certificatePem())
                .isEqualTo(made.authority().certificatePem());
        assertThat(loaded.server().certificatePem()).isEqualTo(made.server().certificatePem());
        assertThat(loaded.serviceAccountKeys().getPublic())
                .isEqualTo(made.serviceAccountKeys().getPublic());
        validate(made, loaded.clientCertificate("a", List.of()).certificate(), CLOCK.now());
        try (var files = Files.list(kept)) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(f -> f.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "ca.crt", "ca.key", "apiserver.crt", "apiserver.key", "sa.key", "sa.pub");
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void loadReplacesAServerCertificateThatNoLongerFits() {
        ManualClock clock = new ManualClock(CLOCK.now());
        Pki first = Pki.load(folder, clock, Chance.secure(), List.of());
        Pki named = Pki.load(folder, clock, Chance.secure(), List.of("fe80::1"));
        Pki again = Pki.load(folder, clock, Chance.secure(), List.of("fe80::1"));
        clock.moveTo(clock.now().plus(Duration.ofDays(3640)));
        Pki later = Pki.load(folder, clock, Chance.secure(), List.of("fe80::1"));

        assertThat(named.server().certificatePem()).isNotEqualTo(first.server().certificatePem());
        assertThat(again.server().certificatePem()).isEqualTo(named.server().certificatePem());
        assertThat(later.server().certificatePem()).isNotEqualTo(named.server().certificatePem());
    }

    @Test
    void loadNamesWhatIsMissingOrWrong() throws Exception {
        Pki.load(folder, CLOCK, Chance.secure(), List.of());
        Path key = folder.resolve("ca.key");
        Files.writeString(key, Pki.create(CLOCK, Chance.secure()).server().keyPem());
        assertThatThrownBy(() -> Pki.load(folder, CLOCK, Chance.secure(), List.of()))
                .hasMessageContaining("ca.key")
                .hasMessageContaining("does not belong");

        Files.delete(key);
        assertThatThrownBy(() -> Pki.load(folder, CLOCK, Chance.secure(), List.of()))
                .hasMessageEndingWith("ca.key is missing beside " + folder.resolve("ca.crt"));
    }

    @Test
    void keysOfServiceAccountsThatDoNotBelongTogetherAreRefused() {
        Pki pki = Pki.create(CLOCK, Chance.secure());
        KeyPair tokens = pki.serviceAccountKeys();
        Map<String, String> keys = pki.keys();
        assertThat(Pki.of(keys, CLOCK, Chance.secure(), List.of())
                        .serviceAccountKeys()
                        .getPublic())
                .isEqualTo(tokens.getPublic());

        keys.put("sa.pub", Pem.key(Keys.generate(new SecureRandom()).getPublic()));
        assertThatThrownBy(() -> Pki.of(keys, CLOCK, Chance.secure(), List.of()))
                .hasMessage("sa.key does not belong to sa.pub");

        keys.remove("sa.pub");
        assertThatThrownBy(() -> Pki.of(keys, CLOCK, Chance.secure(), List.of()))
                .hasMessage("there is one of sa.key and sa.pub only");
    }

    @Test
    void opensslAcceptsTheChain() throws Exception {
        Assumptions.assumeTrue(hasOpenssl(), "openssl is not installed");
        Pki pki = Pki.load(folder, CLOCK, Chance.secure(), List.of());
        Identity client = pki.clientCertificate("mike", List.of("dev", "ops"));
        Path clientFile = folder.resolve("client.crt");
        Path clientKey = folder.resolve("client.key");
        Files.writeString(clientFile, client.certificatePem());
        Files.writeString(clientKey, client.keyPem());
        String authority = folder.resolve("ca.crt").toString();

        assertThat(openssl(
                        "verify",
                        "-x509_strict",
                        "-CAfile",
                        authority,
                        "-purpose",
                        "sslserver",
                        folder.resolve("apiserver.crt").toString()))
                .endsWith("apiserver.crt: OK\n");
        assertThat(openssl(
                        "verify", "-x509_strict", "-CAfile", authority, "-purpose", "sslclient", clientFile.toString()))
                .endsWith("client.crt: OK\n");
        assertThat(openssl("x509", "-noout", "-subject", "-in", clientFile.toString()))
                .isEqualTo("subject=O = dev + O = ops, CN = mike\n");
        assertThat(openssl("pkey", "-noout", "-check", "-in", clientKey.toString()))
                .contains("Key is valid");
    }

    @Test
    void keysOfOpensslAreReadInEveryForm() throws Exception {
        Assumptions.assumeTrue(hasOpenssl(), "openssl is not installed");
        Path ec = folder.resolve("ec.pem");
        Path rsa = folder.resolve("rsa.pem");
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", ec.toString());
        openssl("genrsa", "-traditional", "-out", rsa.toString(), "2048");

        assertThat(Files.readString(ec)).contains("BEGIN EC PRIVATE KEY");
        assertThat(Files.readString(rsa)).contains("BEGIN RSA PRIVATE KEY");
        for (Path file : List.of(ec, rsa)) {
            var key = Pem.readPrivateKey(Files.readString(file));
            var publicKey = Pem.readPublicKey(openssl("pkey", "-pubout", "-in", file.toString()));
            assertThat(Keys.match(key, publicKey)).isTrue();
            assertThat(Pem.readPrivateKey(Pem.key(key))).isEqualTo(key);
        }
    }

    private static void validate(Pki pki, X509Certificate certificate, Instant at) throws Exception {
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(pki.authority().certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
    }

    private static boolean hasOpenssl() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
