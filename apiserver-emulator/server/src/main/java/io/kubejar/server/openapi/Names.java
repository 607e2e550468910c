package io.kubejar.server.openapi;

import io.kubejar.core.object.Gvk;
import io.kubejar.server.schema.Schemas;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The names that upstream derives from groups and kinds. */
final class Names {
    private Names() {}

    /** The group in one word: {@code core}, {@code apps}, {@code rbacAuthorization}, {@code exampleCom}. */
    static String group(String group) {
        if (group.isEmpty()) {
            return "core";
        }
        StringBuilder out = new StringBuilder();
        for (String part : group.replaceFirst("\\.k8s\\.io$", "").split("[.\\-]")) {
            out.append(out.isEmpty() ? part : capital(part));
        }
        return out.toString();
    }

    /** The tag of a group version: {@code apps_v1}. */
    static String tag(String group, String version) {
        return group(group) + "_" + version;
    }

    /** The group version within an operation's id: {@code AppsV1}. */
    static String idPart(String group, String version) {
        return capital(group(group)) + capital(version);
    }

    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** "a", "an" or nothing, with blanks around. Upstream: GetArticleForNoun, apiserver/pkg/endpoints, v1.36. */
    static String article(String noun) {
        if (noun.endsWith("s") && !noun.endsWith("ss")) {
            return " ";
        }
        return "aeiou".indexOf(Character.toLowerCase(noun.charAt(0))) >= 0 ? " an " : " a ";
    }

    /** The definition of a kind: of the built-in types, or of a custom resource. */
    static String definition(Gvk kind, boolean custom) {
        if (!custom) {
            for (Schemas.GroupPackage group : Schemas.groups()) {
                if (group.group().equals(kind.group()) && group.version().equals(kind.version())) {
                    return group.typePackage() + "." + kind.kind();
                }
            }
        }
        List<String> parts = new ArrayList<>(List.of(kind.group().split("\\.")));
        Collections.reverse(parts);
        return String.join(".", parts) + "." + kind.version() + "." + kind.kind();
    }
}
