package io.kubejar.server.authn;

import io.kubejar.core.time.Clock;
import io.kubejar.server.pki.Subject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Users by client certificate: the common name is the user, the organizations are the groups. Upstream:
 * apiserver/pkg/authentication/request/x509/x509.go, v1.36. Safe for use by several threads.
 */
final class ClientCertificates {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int REMEMBERED = 256;

    private final X509Certificate authority;
    private final Clock clock;
    /** Chains that the authority vouches for; their dates are checked every time. */
    private final Map<List<X509Certificate>, UserInfo> vouched =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true));

    ClientCertificates(X509Certificate authority, Clock clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /** Whose certificate it is; null when there is none, or it names nobody. */
    @Nullable
    Authenticated authenticate(List<X509Certificate> chain) throws AuthenticationFailure {
        if (chain.isEmpty()) {
            return null;
        }
        UserInfo user = vouched.get(chain);
        try {
            if (user == null) {
                verify(chain);
                user = user(chain.get(0));
                remember(chain, user);
            } else {
                for (X509Certificate one : chain) {
                    one.checkValidity(Date.from(clock.now()));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new AuthenticationFailure("x509: " + e.getMessage());
        }
        return user.name().isEmpty() ? null : new Authenticated(user, List.of());
    }

    private void remember(List<X509Certificate> chain, UserInfo user) {
        synchronized (vouched) {
            vouched.put(List.copyOf(chain), user);
            if (vouched.size() > REMEMBERED) {
                vouched.remove(vouched.keySet().iterator().next());
            }
        }
    }

    private void verify(List<X509Certificate> chain) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.now()));
        List<X509Certificate> path = chain.stream()
                .filter(one -> !one.equals(authority) || chain.size() == 1)
                .toList();
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        List<String> usages = chain.get(0).getExtendedKeyUsage();
        if (usages != null && !usages.contains(CLIENT_AUTH) && !usages.contains(ANY_USAGE)) {
            throw new GeneralSecurityException("certificate specifies an incompatible key usage");
        }
    }

    private static UserInfo user(X509Certificate certificate) throws GeneralSecurityException {
        Subject subject = Subject.of(certificate);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        String id = "X509SHA256=" + HexFormat.of().formatHex(hash);
        return new UserInfo(
                subject.commonName(),
                "",
                subject.organizations(),
                Map.of("authentication.kubernetes.io/credential-id", List.of(id)));
    }
}
