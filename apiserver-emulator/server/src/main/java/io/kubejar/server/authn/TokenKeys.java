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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies tokens with one pair of keys, ES256 or RS256 after its kind. The only class that knows the library
 * for tokens; nothing of it is loaded before the first token comes or goes. Safe for use by several threads.
 */
final class TokenKeys {
    private final Supplier<KeyPair> source;
    private volatile @Nullable Pair known;

    /** What the keys are good for. */
    private record Pair(KeyPair keys, boolean rsa, String id) {
        JWSAlgorithm algorithm() {
            return rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        }

        JWSSigner signer() throws JOSEException {
            return rsa ? new RSASSASigner(keys.getPrivate()) : new ECDSASigner((ECPrivateKey) keys.getPrivate());
        }

        JWSVerifier verifier() throws JOSEException {
            return rsa
                    ? new RSASSAVerifier((RSAPublicKey) keys.getPublic())
                    : new ECDSAVerifier((ECPublicKey) keys.getPublic());
        }
    }

    TokenKeys(Supplier<KeyPair> source) {
        this.source = source;
    }

    private Pair pair() {
        Pair pair = known;
        if (pair == null) {
            KeyPair keys = source.get();
            pair = new Pair(keys, keys.getPublic() instanceof RSAPublicKey, keyId(keys));
            known = pair;
        }
        return pair;
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
        return pair().rsa() ? "RS256" : "ES256";
    }

    /** A signed token with these claims. */
    String sign(ObjectNode claims) {
        Pair pair = pair();
        JWSHeader header =
                new JWSHeader.Builder(pair.algorithm()).keyID(pair.id()).build();
        JWSObject token = new JWSObject(header, new Payload(Json.bytes(claims)));
        try {
            token.sign(pair.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("the service-account key cannot sign", e);
        }
        return token.serialize();
    }

    /** The claims of a token that this pair has signed. */
    JsonNode verified(String token) throws AuthenticationFailure {
        Pair pair = pair();
        try {
            JWSObject parsed = JWSObject.parse(token);
            String kid = parsed.getHeader().getKeyID();
            if (kid != null && !kid.isEmpty() && !kid.equals(pair.id())) {
                throw new AuthenticationFailure("invalid signature, no keys found");
            }
            boolean good = pair.algorithm().equals(parsed.getHeader().getAlgorithm()) && parsed.verify(pair.verifier());
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
        Pair pair = pair();
        JWK key = pair.rsa()
                ? new RSAKey.Builder((RSAPublicKey) pair.keys().getPublic())
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(pair.algorithm())
                        .keyID(pair.id())
                        .build()
                : new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.keys().getPublic())
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(pair.algorithm())
                        .keyID(pair.id())
                        .build();
        return (ObjectNode) Json.parse(key.toJSONString());
    }
}
