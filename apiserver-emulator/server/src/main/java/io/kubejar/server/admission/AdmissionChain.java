package io.kubejar.server.admission;

import java.util.List;

/** All plugins in their order: first every one may change, later every one may refuse. */
public final class AdmissionChain {
    private final List<AdmissionPlugin> plugins;

    /** Plugins in the order in which they run. */
    public AdmissionChain(List<AdmissionPlugin> plugins) {
        this.plugins = List.copyOf(plugins);
    }

    /** Runs the mutating half. */
    public void mutate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.mutate(request));
    }

    /** Runs the validating half. */
    public void validate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.validate(request));
    }

    /** Tells all that a request is over that the mutating half has seen. */
    public void finish(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.finish(request));
    }
}
