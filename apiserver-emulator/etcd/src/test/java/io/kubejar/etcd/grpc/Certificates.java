package io.kubejar.etcd.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it issues, made by the JDK's keytool; as PEM files in a folder. */
public final class Certificates {
    private static final String PASSWORD = "password";

    private final Path folder;

    /** A new authority. */
    public Certificates(Path folder) throws Exception {
        this.folder = folder;
        keytool("ca", "CN=authority", "-ext", "bc:c");
        write("ca");
    }

    /** Issues one; {@link #certificate} and {@link #key} are its files. */
    public void issue(String name, String subject) throws Exception {
        keytool(name, subject, "-signer", "ca", "-signerkeypass", PASSWORD, "-ext", "san=ip:127.0.0.1,dns:localhost");
        write(name);
    }

    /** The certificate. */
    public Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    /** Its key. */
    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** Holds it and its key. */
    public KeyStore keyStore(String name) throws IOException, GeneralSecurityException {
        KeyStore all = load();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(name, all.getKey(name, password()), password(), all.getCertificateChain(name));
        return one;
    }

    /** Of the keys in {@link #keyStore}. */
    public char[] password() {
        return PASSWORD.toCharArray();
    }

    private void keytool(String alias, String subject, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store().toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-alias",
                alias,
                "-dname",
                subject));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }

    private Path store() {
        return folder.resolve("keys.p12");
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            keys.load(in, password());
        }
        return keys;
    }

    private void write(String alias) throws IOException, GeneralSecurityException {
        KeyStore keys = load();
        Files.writeString(
                certificate(alias),
                pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
        Files.writeString(
                key(alias),
                pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }
}
