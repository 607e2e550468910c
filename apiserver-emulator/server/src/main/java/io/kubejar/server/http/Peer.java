package io.kubejar.server.http;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Who is at the other end of a connection.
 *
 * @param address as host:port
 * @param certificates the chain it has proven, empty without one
 */
record Peer(String address, List<X509Certificate> certificates) {
    /** The peer of a connection whose TLS handshake, if it has one, is done. */
    static Peer of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        String address = channel.remoteAddress() instanceof InetSocketAddress a
                ? a.getAddress().getHostAddress() + ":" + a.getPort()
                : String.valueOf(channel.remoteAddress());
        return new Peer(address, tls == null ? List.of() : certificates(tls));
    }

    private static List<X509Certificate> certificates(SslHandler tls) {
        try {
            List<X509Certificate> out = new ArrayList<>(2);
            for (Certificate one : tls.engine().getSession().getPeerCertificates()) {
                out.add((X509Certificate) one);
            }
            return List.copyOf(out);
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // none was shown
        }
    }
}
