package io.kubejar.server.request;

import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.server.authn.UserInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for a resource, whatever door it came through.
 *
 * @param verb as in a Role: get, list, watch, create, update, patch, delete, deletecollection
 * @param list for lists, watches and deletecollection
 * @param write for create, update and patch
 * @param delete for delete and deletecollection
 * @param warnings what the client shall be warned of; verbs add to it
 */
public record Call(
        String verb,
        ResourceRef ref,
        UserInfo user,
        ListOptions list,
        WriteOptions write,
        DeleteOptions delete,
        List<String> warnings) {
    /** A call with the usual options. */
    public static Call of(String verb, ResourceRef ref, UserInfo user) {
        return new Call(verb, ref, user, ListOptions.ALL, WriteOptions.NONE, DeleteOptions.NONE, new ArrayList<>());
    }

    /** The same with write options. */
    public Call with(WriteOptions options) {
        return new Call(verb, ref, user, list, options, delete, warnings);
    }

    /** The same with list options. */
    public Call with(ListOptions options) {
        return new Call(verb, ref, user, options, write, delete, warnings);
    }

    /** The same with delete options. */
    public Call with(DeleteOptions options) {
        return new Call(verb, ref, user, list, write, options, warnings);
    }

    /** The same for another address. */
    public Call at(ResourceRef other) {
        return new Call(verb, other, user, list, write, delete, warnings);
    }

    /** The same with another verb. */
    public Call as(String other) {
        return new Call(other, ref, user, list, write, delete, warnings);
    }

    /** Whether nothing is to be stored. */
    public boolean dryRun() {
        return write.dryRun() || delete.dryRun();
    }
}
