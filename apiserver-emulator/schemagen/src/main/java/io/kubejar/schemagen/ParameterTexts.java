package io.kubejar.schemagen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the parameters of requests mean, read from the comments of the official Java client. A line of the result is
 * operation, parameter and text with tabs between; the operations are the ones that together know all parameters.
 */
final class ParameterTexts {
    private static final String SOURCE = "io/kubernetes/client/openapi/apis/CoreV1Api.java";
    private static final Set<String> OPERATIONS = Set.of(
            "listNamespacedPod",
            "createNamespacedPod",
            "patchNamespacedPod",
            "deleteNamespacedPod",
            "readNamespacedPodLog",
            "connectGetNamespacedPodExec",
            "connectGetNamespacedPodAttach",
            "connectGetNamespacedPodPortforward",
            "connectGetNamespacedPodProxyWithPath",
            "connectGetNamespacedServiceProxyWithPath",
            "connectGetNodeProxyWithPath");

    private static final Pattern PARAMETER = Pattern.compile("\\s*\\* @param (\\w+) (.*) \\((?:optional|required)\\)");
    /** The first line after the comment of an operation that names it. */
    private static final Pattern METHOD =
            Pattern.compile("\\s*(?:public|private) [\\w.]+ (?:API)?(\\w+?)(?:Request|Call)?\\(.*");

    private static final Pattern CLASS = Pattern.compile("\\s*public class API(\\w+)Request \\{");

    private ParameterTexts() {}

    static String read() {
        Map<String, String> out = new TreeMap<>();
        Map<String, String> pending = new TreeMap<>();
        String inside = "";
        try (InputStream in = ParameterTexts.class.getClassLoader().getResourceAsStream(SOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher parameter = PARAMETER.matcher(line);
                Matcher owner = CLASS.matcher(line);
                Matcher method = METHOD.matcher(line);
                if (parameter.matches()) {
                    pending.put(parameter.group(1).replaceFirst("^_", ""), text(parameter.group(2)));
                } else if (owner.matches()) {
                    inside = owner.group(1);
                } else if (method.matches()) {
                    String operation = OPERATIONS.contains(method.group(1)) ? method.group(1) : inside;
                    pending.forEach((name, text) -> out.put(operation + "\t" + name, text));
                    pending.clear();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StringBuilder file = new StringBuilder();
        out.forEach((key, text) -> {
            if (OPERATIONS.contains(key.substring(0, key.indexOf('\t')))) {
                file.append(key).append('\t').append(text.replace("\n", "\\n")).append('\n');
            }
        });
        return file.toString();
    }

    /** Takes back what the client's generator did to a text for a comment. An empty line became a second blank, an
     * indented one three. */
    private static String text(String comment) {
        return comment.replace("\\&quot;", "\"")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#x60;", "`")
                .replace("&#x3D;", "=")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replace("   ", "\n  ")
                .replaceAll("(?<=\\S)  (?=[A-Z])", "\n\n");
    }
}
