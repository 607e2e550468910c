package io.kubejar.server.verbs;

import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import io.kubejar.server.storage.ObjectStore;
import io.kubejar.server.storage.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists a resource. Whole lists come from the watch cache, as new as the request asks; the pages of a limited one are read
 * from etcd at one revision. Upstream: cacher.GetList and etcd3 store.GetList, v1.36.
 */
public final class ListVerb {
    private final VerbContext context;

    /** Works in a context. */
    public ListVerb(VerbContext context) {
        this.context = context;
    }

    /** The objects that the options select. */
    public ObjectList run(ResourceDef def, Call call) {
        ListOptions options = call.list();
        ListRules.check(options);
        Selection selection = Selection.of(def, call.ref().namespace(), options);
        if (options.limit() > 0 || !options.continueToken().isEmpty() || exact(options)) {
            return pages(def, options, selection);
        }
        ObjectStore store = context.store(def);
        String version = options.resourceVersion();
        Snapshot snapshot = version.isEmpty()
                ? store.fresh(selection.keyPrefix())
                : store.cache().snapshot(selection.keyPrefix(), ListRules.revisionOfList(version));
        return new ObjectList(select(def, snapshot.objects(), selection), snapshot.revision());
    }

    private static boolean exact(ListOptions options) {
        return options.resourceVersionMatch().equals("Exact");
    }

    private static List<ApiObject> select(ResourceDef def, List<ApiObject> objects, Selection selection) {
        if (selection.isEverything() && !VerbContext.isConverted(def)) {
            return objects;
        }
        return objects.stream()
                .filter(selection::matches)
                .map(object -> VerbContext.inVersion(def, object))
                .toList();
    }

    /** Reads pages until as many objects fit as the limit allows. */
    private ObjectList pages(ResourceDef def, ListOptions options, Selection selection) {
        ObjectStore store = context.store(def);
        String prefix = selection.keyPrefix();
        long revision = exact(options) ? ListRules.revisionOfList(options.resourceVersion()) : 0;
        String from = prefix;
        if (!options.continueToken().isEmpty()) {
            ContinueToken token = ContinueToken.decode(options.continueToken());
            revision = token.revision();
            from = prefix + token.start();
        }
        int limit = options.limit();
        List<ApiObject> out = new ArrayList<>();
        while (true) {
            int wanted = limit == 0 ? 0 : limit - out.size();
            ObjectStore.Page page = store.page(prefix, from, wanted, revision);
            revision = page.revision();
            out.addAll(select(def, page.objects(), selection));
            boolean full = limit > 0 && out.size() >= limit;
            if (!page.more() || full) {
                String token = page.more()
                        ? new ContinueToken(revision, page.lastKey().substring(prefix.length()) + "\0").encode()
                        : "";
                boolean counted = selection.isEverything() && page.more();
                return new ObjectList(out, revision, token, counted ? page.remaining() : 0);
            }
            from = page.lastKey() + "\0";
        }
    }
}
