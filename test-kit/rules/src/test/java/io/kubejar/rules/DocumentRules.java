package io.kubejar.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of markdown documents: one title, and links that lead somewhere. */
final class DocumentRules {
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern REFERENCE = Pattern.compile("^\\s{0,3}\\[[^\\]]+\\]:\\s+<?(\\S+?)>?(?:\\s.*)?$");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z0-9+.-]*:.*");
    private static final Pattern HEADING = Pattern.compile("^(#{1,6})\\s+(.*?)\\s*#*$");

    private DocumentRules() {}

    /** What in the document breaks a rule, a line each. */
    static List<String> violations(String name, Path document) {
        List<String> out = new ArrayList<>();
        List<String> lines = prose(Repository.read(document));
        long titles = lines.stream().filter(line -> line.startsWith("# ")).count();
        if (titles != 1) {
            out.add(name + " has " + titles + " titles: a document has exactly one line that begins with '# '");
        }
        for (int i = 0; i < lines.size(); i++) {
            for (String link : links(lines.get(i))) {
                if (!leadsSomewhere(document, link)) {
                    out.add(name + ":" + (i + 1) + " links to " + link + ", which is not there");
                }
            }
        }
        return out;
    }

    /** The lines of a text; those inside fenced code are empty. */
    private static List<String> prose(String text) {
        List<String> out = new ArrayList<>();
        boolean fenced = false;
        for (String line : text.lines().toList()) {
            boolean fence = line.stripLeading().startsWith("```");
            out.add(fenced || fence ? "" : line);
            fenced = fenced != fence;
        }
        return out;
    }

    private static List<String> links(String line) {
        String plain = CODE.matcher(line).replaceAll("code");
        List<String> out = new ArrayList<>();
        LINK.matcher(plain).results().map(match -> match.group(1)).forEach(out::add);
        Matcher reference = REFERENCE.matcher(plain);
        if (reference.matches()) {
            out.add(reference.group(1));
        }
        return out;
    }

    private static boolean leadsSomewhere(Path document, String link) {
        if (ELSEWHERE.matcher(link).matches()) {
            return true; // another site: the build does not ask the network
        }
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? document : document.resolveSibling(path).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0
                || !target.toString().endsWith(".md")
                || anchors(Repository.read(target)).contains(link.substring(hash + 1));
    }

    /** The anchors of a document's headings, made as the usual hosts make them. */
    private static List<String> anchors(String text) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> out = new ArrayList<>();
        for (String line : prose(text)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = heading.group(2)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                out.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return out;
    }
}
