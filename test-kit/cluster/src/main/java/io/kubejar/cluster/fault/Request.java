package io.kubejar.cluster.fault;

import io.kubejar.server.request.Call;

/**
 * What a fault can be about.
 *
 * @param verb as in a Role: get, list, watch, create, update, patch, delete, deletecollection
 * @param resource plural and group, as in {@code pods} and {@code deployments.apps}
 * @param subresource such as {@code status}; "" for none
 * @param namespace "" for all of them and for what stands in none
 * @param name "" for a collection
 * @param user who asks
 */
public record Request(String verb, String resource, String subresource, String namespace, String name, String user) {
    static Request of(Call call) {
        return new Request(
                call.verb(),
                call.ref().resource().groupResource(),
                call.ref().subresource(),
                call.ref().namespace(),
                call.ref().name(),
                call.user().name());
    }
}
