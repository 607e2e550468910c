package io.kubejar.server.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Who a client certificate says its holder is. Upstream: x509.CommonNameUserConversion
 * (staging/src/k8s.io/apiserver/pkg/authentication/request/x509/x509.go, v1.36): the common name is the user, the
 * organizations are the groups.
 *
 * @param commonName "" when there is none
 * @param organizations in the order of the certificate
 */
public record Subject(String commonName, List<String> organizations) {
    private static final byte[] COMMON_NAME = Der.oid("2.5.4.3");
    private static final byte[] ORGANIZATION = Der.oid("2.5.4.10");

    /** The subject of a certificate. Of several common names the last one counts, as in Go. */
    public static Subject of(X509Certificate certificate) {
        return of(certificate.getSubjectX500Principal());
    }

    /** A subject from its distinguished name. */
    public static Subject of(X500Principal principal) {
        String commonName = "";
        List<String> organizations = new ArrayList<>();
        DerReader names = new DerReader(principal.getEncoded()).enter(Der.SEQUENCE);
        while (names.hasMore()) {
            DerReader set = names.enter(Der.SET);
            while (set.hasMore()) {
                DerReader pair = set.enter(Der.SEQUENCE);
                byte[] type =
                        Der.element(Der.OBJECT_ID, pair.enter(Der.OBJECT_ID).rest());
                String value = pair.enterAny().text();
                if (Arrays.equals(type, COMMON_NAME)) {
                    commonName = value;
                } else if (Arrays.equals(type, ORGANIZATION)) {
                    organizations.add(value);
                }
            }
        }
        return new Subject(commonName, List.copyOf(organizations));
    }

    /** The distinguished name: all organizations in one relative name, then the common name, as Go writes it. */
    byte[] encoded() {
        byte[] common = Der.setOf(List.of(Der.sequence(COMMON_NAME, Der.utf8(commonName))));
        if (organizations.isEmpty()) {
            return Der.sequence(common);
        }
        List<byte[]> groups = new ArrayList<>();
        for (String organization : organizations) {
            groups.add(Der.sequence(ORGANIZATION, Der.utf8(organization)));
        }
        return Der.sequence(Der.setOf(groups), common);
    }
}
