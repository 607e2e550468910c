package io.kubejar.server.forward;

import io.kubejar.core.node.PodNetwork;
import io.kubejar.server.exchange.Tunnel;

/** The client of a connection as its forwards see it. On the connection's thread only. */
interface Client {
    /** Where forwards lead. */
    PodNetwork pod();

    /** The connection to the client. */
    Tunnel tunnel();

    /** Takes no more from the client while somebody on the other side is slow. */
    void hold(Forward slow);

    /** That one is no longer slow. */
    void release(Forward slow);

    /** It is over. */
    void done(Forward forward);
}
