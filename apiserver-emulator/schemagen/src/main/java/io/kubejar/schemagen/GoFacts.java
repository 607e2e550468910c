package io.kubejar.schemagen;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Go types are where their schema does not tell: {@code go-facts.txt}. A line names a type, then its fields as
 * {@code field:FLAGS[^EMBEDDED^][TYPE]}. Flags: {@code *} is a pointer, {@code &} is none, {@code !} is written although it is
 * optional and empty, {@code ?} is left out when empty although it is required, {@code 0} is left out when zero. The
 * type is the name that Go's error messages use, the embedded struct (or a path of them) the one that declares the field.
 */
final class GoFacts {
    private static final Pattern FACT = Pattern.compile("([^:]+):([*&!?0]*)(?:\\^([A-Za-z.]+)\\^)?(.*)");

    private final List<String> lines;

    private GoFacts(List<String> lines) {
        this.lines = lines;
    }

    static GoFacts read(String name) {
        return new GoFacts(GenerateSchemas.resource(name).lines().toList());
    }

    void applyTo(Definitions definitions) {
        String pkg = "";
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("package")) {
                pkg = words[1];
                continue;
            }
            TypeDef type = Objects.requireNonNull(definitions.find(pkg + "." + words[0]), line);
            for (String word : List.of(words).subList(1, words.length)) {
                Matcher fact = FACT.matcher(word);
                if (!fact.matches()) {
                    throw new IllegalStateException(line);
                }
                TypeDef.Field field = Objects.requireNonNull(type.fields.get(fact.group(1)), word);
                field.goFlags = fact.group(2);
                field.embedded = fact.group(3);
                field.goType = fact.group(4);
            }
        }
    }
}
