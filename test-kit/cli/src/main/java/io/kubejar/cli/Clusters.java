package io.kubejar.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The maker of the clusters that the commands run. */
interface Clusters {
    /** Starts one and returns when it answers; throws {@link CliFailure} with a line for the user when it cannot. */
    Running start(UpSettings settings);

    /** A cluster that runs until it is closed. */
    interface Running extends AutoCloseable {
        /** The address of the API server. */
        String url();

        /** The kubeconfig of its administrator. */
        String kubeconfig();

        /** Host and port of the embedded etcd, or null when it has none open. */
        @Nullable
        String etcdEndpoint();

        /** Applies a manifest. */
        void apply(String yaml);

        /** Waits until the cluster is at rest. */
        void settle();

        /** One line for each write so far, oldest first. */
        List<String> timeline();

        /** What the user should know about how it started, a line each. */
        List<String> notes();

        @Override
        void close();
    }
}
