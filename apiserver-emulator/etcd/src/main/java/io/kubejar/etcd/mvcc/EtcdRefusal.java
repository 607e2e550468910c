package io.kubejar.etcd.mvcc;

/** A request was refused; nothing was changed. Carries no stack trace: it is an answer, not a fault. */
public final class EtcdRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final EtcdError error;

    EtcdRefusal(EtcdError error) {
        super(error.text(), null, false, false);
        this.error = error;
    }

    /** Which refusal. */
    public EtcdError error() {
        return error;
    }
}
