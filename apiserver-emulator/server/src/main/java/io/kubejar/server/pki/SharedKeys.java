package io.kubejar.server.pki;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.Clock;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The CA and the service-account keys that all servers of a cluster use, from where one of them keeps them for the others,
 * under the names that kubeadm gives the files. Which server comes first makes them; what only one of them has, such as its
 * certificate, is signed by that CA and kept nowhere.
 */
final class SharedKeys {
    private static final String CA = "ca.crt";
    private static final String CA_KEY = "ca.key";
    private static final String TOKENS = "sa.pub";
    private static final String TOKENS_KEY = "sa.key";
    private static final List<String> NAMES = List.of(CA, CA_KEY, TOKENS, TOKENS_KEY);

    private SharedKeys() {}

    /** Those that are kept; new ones when there are none. */
    static Map<String, String> readOrMake(KeyKeeper keeper, Clock clock, Chance chance) {
        Map<String, String> kept = keeper.read();
        if (kept.isEmpty()) {
            kept = keeper.keep(make(clock, chance));
        }
        for (String name : NAMES) {
            if (!kept.containsKey(name)) {
                throw new IllegalArgumentException(name + " is missing among the keys that the servers share");
            }
        }
        return kept;
    }

    private static Map<String, String> make(Clock clock, Chance chance) {
        CertificateAuthority authority = CertificateAuthority.create("kubernetes", clock, chance);
        KeyPair tokens = Keys.generateRsa(new ChanceRandom(chance));
        Map<String, String> out = new LinkedHashMap<>();
        out.put(CA, authority.certificatePem());
        out.put(CA_KEY, authority.identity().keyPem());
        out.put(TOKENS, Pem.key(tokens.getPublic()));
        out.put(TOKENS_KEY, Pem.key(tokens.getPrivate()));
        return out;
    }

    static CertificateAuthority authority(Map<String, String> keys, Clock clock, Chance chance) {
        Identity identity = new Identity(Pem.readPrivateKey(text(keys, CA_KEY)), Pem.readCertificates(text(keys, CA)));
        return CertificateAuthority.of(identity, clock, chance);
    }

    static KeyPair tokens(Map<String, String> keys) {
        KeyPair pair = new KeyPair(Pem.readPublicKey(text(keys, TOKENS)), Pem.readPrivateKey(text(keys, TOKENS_KEY)));
        if (!Keys.match(pair.getPrivate(), pair.getPublic())) {
            throw new IllegalArgumentException(TOKENS_KEY + " does not belong to " + TOKENS);
        }
        return pair;
    }

    private static String text(Map<String, String> keys, String name) {
        return keys.getOrDefault(name, "");
    }
}
