package io.kubejar.etcd.http;

import io.kubejar.etcd.engine.Engine;
import java.util.HashMap;
import java.util.Map;

/** What is at which path. Source: etcd 3.6 embed.serveCtx.createMux and embed.Etcd.serveClients. */
final class Endpoints {
    private static final String GATEWAY = "/v3/";
    private static final String OLDER_GATEWAY = "/v3beta/";
    private static final Endpoint NOTHING = Endpoint.of(request -> Reply.error(404, "404 page not found"));

    private final Map<String, Endpoint> ofPaths = new HashMap<>();
    private final Endpoint gateway;

    Endpoints(Engine engine, Endpoint gateway, MetricsPage.Source calls) {
        this.gateway = gateway;
        HealthCounts counts = new HealthCounts();
        Checks checks = new Checks(engine);
        ofPaths.put("/version", VersionEndpoint.create());
        ofPaths.put("/health", HealthEndpoint.create(checks, counts));
        ofPaths.put("/debug/vars", DebugEndpoint.create(engine));
        ofPaths.put("/metrics", MetricsEndpoint.create(engine, counts, calls));
        CheckList.livez(checks, counts).addTo(ofPaths);
        CheckList.readyz(checks, counts).addTo(ofPaths);
    }

    /** The request as it is looked up: etcd still knows the gateway by its name of before 3.4. */
    static RequestHead renamed(RequestHead request) {
        return request.path().startsWith(OLDER_GATEWAY)
                ? request.at(GATEWAY + request.path().substring(OLDER_GATEWAY.length()))
                : request;
    }

    static boolean isGateway(RequestHead request) {
        return request.path().startsWith(GATEWAY);
    }

    Endpoint find(RequestHead request) {
        return isGateway(request) ? gateway : ofPaths.getOrDefault(request.path(), NOTHING);
    }
}
