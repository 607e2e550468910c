package io.kubejar.server.pki;

import java.util.Map;

/** A place for keys that several servers of one cluster read, such as their etcd. The texts are PEM. */
public interface KeyKeeper {
    /** What is kept, by name; empty when nothing is kept yet. */
    Map<String, String> read();

    /** Keeps these, all or none, unless something is kept already; gives what is kept then. */
    Map<String, String> keep(Map<String, String> fresh);
}
