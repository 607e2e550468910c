package io.kubejar.fabric8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;

/** Writes down on which thread each event came. */
record Heard(List<String> threads) implements Watcher<ConfigMap> {
    @Override
    public void eventReceived(Action action, ConfigMap map) {
        threads.add(Thread.currentThread().getName());
    }

    @Override
    public void onClose(WatcherException cause) {}
}
