package io.kubejar.server.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the form of a document by what a client accepts. */
final class Accept {
    private Accept() {}

    /** A form that a document has. */
    enum Form {
        JSON("application/json", List.of("json")),
        PROTOBUF_2(
                "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
                List.of(
                        "com.github.proto-openapi.spec.v2@v1.0+protobuf",
                        "com.github.proto-openapi.spec.v2.v1.0+protobuf"));

        static final List<Form> V2 = List.of(JSON, PROTOBUF_2);
        static final List<Form> V3 = List.of(JSON);

        private final String contentType;
        private final List<String> subtypes;

        Form(String contentType, List<String> subtypes) {
            this.contentType = contentType;
            this.subtypes = subtypes;
        }

        String contentType() {
            return contentType;
        }

        boolean isJson() {
            return this == JSON;
        }
    }

    private record Clause(String type, String subtype, double quality) {}

    /** The best form, or null when none is accepted. */
    static @Nullable Form of(@Nullable String header, List<Form> forms) {
        String text = header == null || header.isBlank() ? "*/*" : header;
        List<Clause> clauses = new ArrayList<>();
        for (String part : text.split(",")) {
            clauses.add(clause(part));
        }
        clauses.sort(Comparator.comparingDouble((Clause c) -> -c.quality())
                .thenComparing(c -> c.type().equals("*"))
                .thenComparing(c -> c.subtype().equals("*")));
        for (Clause clause : clauses) {
            for (Form form : forms) {
                boolean type =
                        clause.type().equals("application") || clause.type().equals("*");
                if (type && (clause.subtype().equals("*") || form.subtypes.contains(clause.subtype()))) {
                    return form;
                }
            }
        }
        return null;
    }

    private static Clause clause(String part) {
        String[] words = part.strip().split(";");
        String[] names = words[0].strip().split("/", 2);
        double quality = 1;
        for (int i = 1; i < words.length; i++) {
            String word = words[i].strip();
            if (word.startsWith("q=")) {
                try {
                    quality = Double.parseDouble(word.substring(2));
                } catch (NumberFormatException e) {
                    quality = 1;
                }
            }
        }
        return new Clause(names[0], names.length > 1 ? names[1] : "*", quality);
    }
}
