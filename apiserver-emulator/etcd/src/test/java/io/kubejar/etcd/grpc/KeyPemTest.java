package io.kubejar.etcd.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyPemTest {
    /** The parts of a SEC 1 key on the curve P-256 around its number, without the public point, which may be left out. */
    private static final byte[] SEC1_BEFORE = HexFormat.of().parseHex("30310201010420");

    private static final byte[] SEC1_AFTER = HexFormat.of().parseHex("a00a06082a8648ce3d030107");
    /** What PKCS #8 puts before an RSA key of 2048 bits. */
    private static final int PKCS8_BEFORE_RSA = 26;

    private static String pem(String what, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    private static PrivateKey read(String algorithm, String pem) throws Exception {
        String body = pem.replaceAll("-----[A-Z ]+-----", "");
        byte[] key = Base64.getMimeDecoder().decode(body);
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
    }

    @Test
    void anRsaKeyOfOpenSslIsTheSameKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        byte[] pkcs1 = Arrays.copyOfRange(key.getEncoded(), PKCS8_BEFORE_RSA, key.getEncoded().length);
        assertThat(read("RSA", KeyPem.pkcs8(pem("RSA PRIVATE KEY", pkcs1)))).isEqualTo(key);
    }

    @Test
    void anEcKeyOfOpenSslIsTheSameKeyBehindItsParameters() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
        byte[] number = HexFormat.of().parseHex(String.format("%064x", key.getS()));
        ByteArrayOutputStream sec1 = new ByteArrayOutputStream();
        sec1.writeBytes(SEC1_BEFORE);
        sec1.writeBytes(number);
        sec1.writeBytes(SEC1_AFTER);
        String parameters = pem("EC PARAMETERS", Arrays.copyOfRange(SEC1_AFTER, 2, SEC1_AFTER.length));
        ECPrivateKey same =
                (ECPrivateKey) read("EC", KeyPem.pkcs8(parameters + pem("EC PRIVATE KEY", sec1.toByteArray())));
        assertThat(same.getS()).isEqualTo(key.getS());
        assertThat(same.getParams()).isEqualTo(key.getParams());
    }

    @Test
    void allElseIsLeftAsItIs() {
        String good = pem("PRIVATE KEY", new byte[] {1, 2, 3});
        assertThat(KeyPem.pkcs8("a comment\n" + good)).isEqualTo(good.strip());
        assertThat(KeyPem.pkcs8("nothing")).isEqualTo("nothing");
    }

    @Test
    void aBrokenKeyIsRefused() {
        assertThatThrownBy(() -> KeyPem.pkcs8(pem("EC PRIVATE KEY", new byte[] {0x30, 5, 2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a broken EC PRIVATE KEY");
        assertThatThrownBy(() -> KeyPem.pkcs8(pem("EC PRIVATE KEY", new byte[] {2, 0})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an EC PRIVATE KEY without a named curve");
    }
}
