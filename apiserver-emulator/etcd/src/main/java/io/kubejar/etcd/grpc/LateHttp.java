package io.kubejar.etcd.grpc;

import io.kubejar.etcd.http.HttpDoor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door for HTTP/1.1, which is not made before somebody comes to it: most stores never see one. Any thread may use it. */
final class LateHttp implements Supplier<HttpDoor>, AutoCloseable {
    private final Supplier<HttpDoor> make;
    private @Nullable HttpDoor made; // guarded by this
    private boolean closed; // guarded by this

    LateHttp(Supplier<HttpDoor> make) {
        this.make = make;
    }

    @Override
    public synchronized HttpDoor get() {
        HttpDoor door = made;
        if (door == null) {
            door = make.get();
            made = door;
            if (closed) {
                door.close();
            }
        }
        return door;
    }

    @Override
    public void close() {
        HttpDoor door;
        synchronized (this) {
            closed = true;
            door = made;
        }
        if (door != null) {
            door.close();
        }
    }
}
