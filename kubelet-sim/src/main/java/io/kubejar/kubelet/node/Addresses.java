package io.kubejar.kubelet.node;

import java.util.HashSet;
import java.util.Set;

/** The addresses of one node and of its pods, by the node's number. Not thread-safe. */
public final class Addresses {
    private static final int FIRST_BLOCK = 244;
    private static final int HOSTS_PER_BLOCK = 254;

    private final int number;
    private final Set<Integer> used = new HashSet<>();
    private int last = 1;

    /** The addresses of the node with this number. */
    public Addresses(int number) {
        this.number = number;
    }

    /** The node's own: 172.18.0.2 for the first. */
    public String hostIp() {
        int host = number + 2;
        return "172." + (18 + (host >> 16)) + "." + ((host >> 8) & 0xff) + "." + (host & 0xff);
    }

    private String block() {
        int blocks = number >> 8;
        int second = blocks < 12 ? FIRST_BLOCK + blocks : 112 + blocks - 12; // above and below the Services' range
        return "10." + second + "." + (number & 0xff) + ".";
    }

    /** The range of its pods: 10.244.0.0/24 for the first. */
    public String podCidr() {
        return block() + "0/24";
    }

    /** A free address for a pod: the next one after the last, as the host-local plugin gives them. */
    public String take() {
        for (int i = 0; i < HOSTS_PER_BLOCK - 1; i++) {
            last = last >= HOSTS_PER_BLOCK ? 2 : last + 1;
            if (used.add(last)) {
                return block() + last;
            }
        }
        last = last >= HOSTS_PER_BLOCK ? 2 : last + 1; // more pods than addresses: two share one
        return block() + last;
    }

    /** Marks an address as used. */
    public void keep(String ip) {
        if (ip.startsWith(block())) {
            used.add(Integer.parseInt(ip.substring(block().length())));
        }
    }

    /** Gives an address back. */
    public void free(String ip) {
        if (ip.startsWith(block())) {
            used.remove(Integer.parseInt(ip.substring(block().length())));
        }
    }
}
