package io.kubejar.server.authn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.kubejar.core.object.Json;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Base64;

/**
 * Signs and verifies tokens with one pair of keys, ES256 or RS256 after its kind. The only class that knows the library
 * for tokens; nothing of it is loaded before the first token comes or goes. Safe for use by several threads.
 */
final class TokenKeys {
    private final KeyPair keys;
    private final boolean rsa;
    private final String keyId;

    TokenKeys(KeyPair keys) {
        this.keys = keys;
        this.rsa = keys.getPublic() instanceof RSAPublicKey;
        this.keyId = keyId(keys);
    }

    /** The id that upstream gives a key: the hash of its public half. Upstream: keyIDFromPublicKey, pkg/serviceaccount/jwt.go. */
    private static String keyId(KeyPair keys) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The algorithm's name: {@code ES256} or {@code RS256}. */
    String algorithm() {
        return rsa ? "RS256" : "ES256";
    }

    private JWSAlgorithm jws() {
        return rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    }

    /** A signed token with these claims. */
    String sign(ObjectNode claims) {
        JWSHeader header = new JWSHeader.Builder(jws()).keyID(keyId).build();
        JWSObject token = new JWSObject(header, new Payload(Json.bytes(claims)));
        try {
            JWSSigner signer =
                    rsa ? new RSASSASigner(keys.getPrivate()) : new ECDSASigner((ECPrivateKey) keys.getPrivate());
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the service-account key cannot sign", e);
        }
        return token.serialize();
    }

    /** The claims of a token that this pair has signed. */
    JsonNode verified(String token) throws AuthenticationFailure {
        try {
            JWSObject parsed = JWSObject.parse(token);
            String kid = parsed.getHeader().getKeyID();
            if (kid != null && !kid.isEmpty() && !kid.equals(keyId)) {
                throw new AuthenticationFailure("invalid signature, no keys found");
            }
            JWSVerifier verifier = rsa
                    ? new RSASSAVerifier((RSAPublicKey) keys.getPublic())
                    : new ECDSAVerifier((ECPublicKey) keys.getPublic());
            boolean good = jws().equals(parsed.getHeader().getAlgorithm()) && parsed.verify(verifier);
            if (!good) {
                throw new AuthenticationFailure("go-jose/go-jose: error in cryptographic primitive");
            }
            return Json.parse(parsed.getPayload().toBytes());
        } catch (ParseException | UncheckedIOException | JOSEException e) {
            throw new AuthenticationFailure("go-jose/go-jose: error in cryptographic primitive");
        }
    }

    /** The public half as a JSON Web Key. */
    ObjectNode publicKey() {
        JWK key = rsa
                ? new RSAKey.Builder((RSAPublicKey) keys.getPublic())
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(jws())
                        .keyID(keyId)
                        .build()
                : new ECKey.Builder(Curve.P_256, (ECPublicKey) keys.getPublic())
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(jws())
                        .keyID(keyId)
                        .build();
        return (ObjectNode) Json.parse(key.toJSONString());
    }
}
