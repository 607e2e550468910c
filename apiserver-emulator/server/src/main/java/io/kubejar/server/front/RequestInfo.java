package io.kubejar.server.front;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.Gvr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a path and a method ask for. Upstream: RequestInfoFactory.NewRequestInfo,
 * apiserver/pkg/endpoints/request/requestinfo.go, v1.36.
 *
 * @param isResource whether it is about a resource; if not, ref has no meaning
 * @param verb as in a Role; for other paths the method in lower case
 * @param rest what of the path follows the subresource, for proxies; "" for none
 */
record RequestInfo(boolean isResource, String verb, ResourceRef ref, String path, String rest) {
    private static final Gvr NONE = new Gvr("", "", "");

    static RequestInfo of(String method, String path, boolean watch) {
        List<String> parts = path.contains("//") ? List.of() : split(path);
        RequestInfo other = new RequestInfo(false, method.toLowerCase(Locale.ROOT), ResourceRef.of(NONE), path, "");
        int at;
        String group;
        if (parts.size() >= 3 && parts.get(0).equals("api")) {
            group = "";
            at = 1;
        } else if (parts.size() >= 4 && parts.get(0).equals("apis")) {
            group = parts.get(1);
            at = 2;
        } else {
            return other;
        }
        String version = parts.get(at);
        return resource(method, path, watch, group, version, parts.subList(at + 1, parts.size()));
    }

    private static RequestInfo resource(
            String method, String path, boolean watch, String group, String version, List<String> parts) {
        List<String> left = parts;
        boolean oldWatch = left.size() > 1 && left.get(0).equals("watch");
        if (oldWatch) {
            left = left.subList(1, left.size());
        }
        String namespace = "";
        if (left.get(0).equals("namespaces")) {
            if (left.size() > 1) {
                namespace = left.get(1);
                boolean ofNamespace = left.size() > 2 && !isNamespaceSubresource(left.get(2));
                if (ofNamespace) {
                    left = left.subList(2, left.size());
                }
            }
        }
        boolean namespaceItself = left.get(0).equals("namespaces");
        String name = left.size() > 1 ? left.get(1) : "";
        String subresource = left.size() > 2 ? left.get(2) : "";
        String rest = left.size() > 3 ? "/" + String.join("/", left.subList(3, left.size())) : "";
        String asked = oldWatch ? "watch" : verb(method, name.isEmpty(), watch);
        ResourceRef ref = new ResourceRef(
                new Gvr(group, version, left.get(0)), namespaceItself ? "" : namespace, name, subresource);
        return new RequestInfo(true, asked, ref, path, rest);
    }

    private static boolean isNamespaceSubresource(String part) {
        return part.equals("status") || part.equals("finalize");
    }

    private static String verb(String method, boolean collection, boolean watch) {
        return switch (method) {
            case "POST" -> "create";
            case "GET", "HEAD" -> collection ? (watch ? "watch" : "list") : "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> "";
        };
    }

    private static List<String> split(String path) {
        List<String> out = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                out.add(part);
            }
        }
        return out;
    }
}
