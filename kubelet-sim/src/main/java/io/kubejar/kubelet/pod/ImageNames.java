package io.kubejar.kubelet.pod;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of images. Upstream: distribution/reference ParseNormalizedNamed and pkg/util/parsers ParseImageName, v1.36.
 */
public final class ImageNames {
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String HOST =
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[0-9a-fA-F:]+])(?::[0-9]+)?";
    private static final Pattern REFERENCE = Pattern.compile("(?:(?<host>" + HOST + ")/)?(?<path>" + COMPONENT + "(?:/"
            + COMPONENT + ")*)(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,}))?");

    private ImageNames() {}

    /** What is wrong with a name, as the kubelet says it; null when it is well-formed. */
    public static @Nullable String problem(String image) {
        if (REFERENCE.matcher(withHost(image)).matches()) {
            return null;
        }
        String lower = image.toLowerCase(java.util.Locale.ROOT);
        String why = "invalid reference format";
        if (REFERENCE.matcher(withHost(lower)).matches()) {
            Matcher parts = REFERENCE.matcher(withHost(lower));
            if (parts.matches()) {
                int start = withHost(lower).indexOf('/') + 1;
                String path = withHost(image)
                        .substring(start, start + parts.group("path").length());
                why += ": repository name (" + path + ") must be lowercase";
            }
        }
        return "couldn't parse image name \"" + image + "\": " + why;
    }

    /** The full name with host and tag: {@code nginx} is {@code docker.io/library/nginx:latest}. */
    public static String normalized(String image) {
        String full = withHost(image);
        Matcher parts = REFERENCE.matcher(full);
        boolean bare = parts.matches() && parts.group("tag") == null && parts.group("digest") == null;
        return bare ? full + ":latest" : full;
    }

    /** The host of the registry: {@code docker.io} when the name has none. */
    public static String registry(String image) {
        String full = withHost(image);
        return full.substring(0, full.indexOf('/'));
    }

    /** The name without host, {@code library/}, tag and digest: {@code nginx}. */
    public static String shortName(String image) {
        Matcher parts = REFERENCE.matcher(withHost(image));
        String path = parts.matches() ? parts.group("path") : image;
        return path.startsWith("library/") ? path.substring("library/".length()) : path;
    }

    /** An id by digest; the same for the same image. */
    static String id(String image) {
        Matcher parts = REFERENCE.matcher(withHost(image));
        if (!parts.matches()) {
            return "";
        }
        String digest = parts.group("digest");
        return parts.group("host") + "/" + parts.group("path") + "@"
                + (digest == null ? "sha256:" + ContainerSteps.sha256(normalized(image)) : digest);
    }

    private static String withHost(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(java.util.Locale.ROOT));
        if (host) {
            return image;
        }
        return "docker.io/" + (slash < 0 ? "library/" : "") + image;
    }
}
