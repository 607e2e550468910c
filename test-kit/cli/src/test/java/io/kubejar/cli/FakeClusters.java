package io.kubejar.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clusters that only remember what was asked of them. */
final class FakeClusters implements Clusters {
    final List<UpSettings> started = new ArrayList<>();
    int closed;

    @Nullable
    RuntimeException failure;

    @Override
    public Running start(UpSettings settings) {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        started.add(settings);
        List<String> timeline = new ArrayList<>(List.of("started"));
        return new Running() {
            @Override
            public String url() {
                return "https://127.0.0.1:" + settings.port();
            }

            @Override
            public String kubeconfig() {
                return "apiVersion: v1";
            }

            @Override
            public @Nullable String etcdEndpoint() {
                return settings.etcdPort() == null ? null : "127.0.0.1:2379";
            }

            @Override
            public void apply(String yaml) {
                timeline.add("applied");
            }

            @Override
            public void settle() {}

            @Override
            public List<String> timeline() {
                return timeline;
            }

            @Override
            public List<String> notes() {
                return settings.load() == null ? List.of() : List.of("loaded 1 objects");
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
