package io.kubejar.cluster;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and under which names its certificate is good.
 *
 * @param address an IP address of this machine; {@code 0.0.0.0} or {@code ::} for all of them
 * @param names names and addresses by which clients reach it, beside the usual ones and the address
 */
public record Listening(String address, List<String> names) {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?");

    /** On this machine only. */
    public static final Listening LOOPBACK = new Listening("127.0.0.1", List.of()); // after what checks it

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when one is of another form; the message is one line
     */
    public Listening {
        if (!isAddress(address)) {
            throw new IllegalArgumentException("'" + address + "' is no IP address like 127.0.0.1 or 0.0.0.0");
        }
        for (String name : names) {
            if (!isAddress(name) && !(NAME.matcher(name).matches() && !name.matches("[0-9.]+"))) {
                throw new IllegalArgumentException("'" + name + "' is neither a host name nor an IP address");
            }
        }
        names = List.copyOf(names);
    }

    private static boolean isAddress(String text) {
        return IPV4.matcher(text).matches() || (IPV6.matcher(text).matches() && parsed(text) != null);
    }

    private static @Nullable InetAddress parsed(String literal) {
        try {
            return InetAddress.getByName(literal); // a literal: no name is looked up
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * What a certificate must be good for beside the usual names: those of clients, and the address, or all addresses of this
     * machine. Upstream: SecureServingOptions.MaybeDefaultWithSelfSignedCerts, apiserver/pkg/server/options/serving.go, v1.36,
     * which takes the bind address or that of the default interface.
     */
    List<String> certificateNames() {
        List<String> out = new ArrayList<>(names);
        InetAddress at = parsed(address);
        if (at != null && at.isAnyLocalAddress()) {
            out.addAll(ofThisMachine());
        } else {
            out.add(address);
        }
        return out;
    }

    private static List<String> ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
                    .map(one -> one.getHostAddress().replaceAll("%.*", ""))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (SocketException e) {
            throw new IllegalStateException("the addresses of this machine are not known: " + e.getMessage(), e);
        }
    }
}
