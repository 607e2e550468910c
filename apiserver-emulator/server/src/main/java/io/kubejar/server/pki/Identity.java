package io.kubejar.server.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A key and the certificates that vouch for it.
 *
 * @param chain the key's own certificate first, then those of its issuers as far as they are to be shown
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    /** The key's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The chain as PEM. */
    public String certificatePem() {
        return Pem.certificates(chain);
    }

    /** The key as PEM (PKCS#8). */
    public String keyPem() {
        return Pem.key(key);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal().getName() + "]";
    }
}
