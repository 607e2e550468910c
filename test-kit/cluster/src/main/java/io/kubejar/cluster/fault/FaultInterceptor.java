package io.kubejar.cluster.fault;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.pipeline.Interceptor;
import io.kubejar.server.request.Call;

/**
 * Where faults meet what the server's pipeline does: requests and watches.
 *
 * @param killed whether the server runs
 */
record FaultInterceptor(Killed killed, RequestFaults requests, WatchFaults watches) implements Interceptor {
    @Override
    public boolean arrives(String path) {
        return killed.arrives(path);
    }

    @Override
    public void before(Call call) {
        killed.requireServer();
        requests.strike(RequestFaults.Moment.BEFORE, call);
    }

    @Override
    public void after(Call call) {
        killed.requireServer(); // it was killed meanwhile: nobody hears its answer
        requests.strike(RequestFaults.Moment.AFTER, call);
    }

    @Override
    public WatchHandler watching(Call call, WatchHandler handler) {
        return watches.watching(call, handler);
    }

    @Override
    public ApiClient.Watch opened(Call call, WatchHandler handler, ApiClient.Watch watch) {
        ApiClient.Watch opened = watches.opened(handler, watch);
        try {
            killed.requireServer();
        } catch (StatusException e) {
            opened.close();
            throw e;
        }
        return opened;
    }
}
