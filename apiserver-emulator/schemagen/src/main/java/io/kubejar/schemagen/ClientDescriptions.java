package io.kubejar.schemagen;

import io.swagger.annotations.ApiModel;
import io.swagger.annotations.ApiModelProperty;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The texts of Kubernetes 1.36, read from the annotations of the official Java client's classes. That is also the proof
 * that no field of 1.36 was forgotten: a class and a definition with different fields end the build.
 */
final class ClientDescriptions {
    private static final String ENUM_HEAD = "\n\nPossible enum values:";

    void applyTo(Definitions definitions) {
        TreeSet<String> differences = new TreeSet<>();
        for (TypeDef type : definitions.all()) {
            Class<?> model = model(type);
            if (model != null) {
                describe(type, model, differences);
            }
            type.fields.values().forEach(ClientDescriptions::completeEnum);
        }
        definitions.all().forEach(t -> t.fields.values().forEach(f -> describeByType(definitions, f)));
        if (!differences.isEmpty()) {
            throw new IllegalStateException("the client's classes and the definitions differ: " + differences);
        }
    }

    private static void describe(TypeDef type, Class<?> model, TreeSet<String> differences) {
        ApiModel about = model.getAnnotation(ApiModel.class);
        if (about != null) {
            type.description = newer(type.description, about.description());
        }
        Map<String, @Nullable String> texts = texts(model);
        if (type.of.isEmpty() && !texts.keySet().equals(type.fields.keySet())) {
            TreeSet<String> either = new TreeSet<>(texts.keySet());
            either.addAll(type.fields.keySet());
            either.removeIf(f -> texts.containsKey(f) && type.fields.containsKey(f));
            either.forEach(f -> differences.add(type.name + "." + f));
        }
        type.fields.forEach((name, field) -> {
            String text = texts.get(name);
            if (text != null && !field.bare) {
                field.description = newer(field.description, text);
            }
        });
    }

    /** The client has no text for a field that refers to a type; for the added ones the type's own stands in. */
    private static void describeByType(Definitions definitions, TypeDef.Field field) {
        if (field.added && !field.bare && field.description.isEmpty() && field.type.startsWith("@")) {
            TypeDef type = definitions.find(field.type.substring(1));
            field.description = type == null ? "" : type.description;
        }
    }

    /** The texts of a class's fields by their JSON names; null where the class has none. */
    private static Map<String, @Nullable String> texts(Class<?> model) {
        Map<String, @Nullable String> out = new TreeMap<>();
        Map<String, String> byJavaName = new TreeMap<>();
        try {
            for (Field field : model.getDeclaredFields()) {
                if (field.getName().startsWith("SERIALIZED_NAME_")) {
                    String json = (String) field.get(null);
                    out.put(json, null);
                    byJavaName.put(letters(json), json);
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        for (Method method : model.getDeclaredMethods()) {
            ApiModelProperty about = method.getAnnotation(ApiModelProperty.class);
            String json = byJavaName.get(letters(method.getName().replaceFirst("^get", "")));
            if (about != null && json != null && !about.value().isEmpty()) {
                out.put(json, about.value());
            }
        }
        return out;
    }

    /** The client's text unless it only differs in white space, which the client's generator flattens. */
    private static String newer(String text, String client) {
        int tail = text.indexOf(ENUM_HEAD);
        String head = tail < 0 ? text : text.substring(0, tail);
        boolean same = head.replaceAll("\\s+", "").equals(client.replaceAll("\\s+", ""));
        return same || client.isEmpty() ? text : client + (tail < 0 ? "" : text.substring(tail));
    }

    /** Lists enum values that the text does not have yet, as upstream's generator ends the text. */
    private static void completeEnum(TypeDef.Field field) {
        if (field.enumValues.isEmpty()) {
            return;
        }
        int tail = field.description.indexOf(ENUM_HEAD);
        Map<String, String> known = new TreeMap<>();
        if (tail >= 0) {
            for (String line : field.description.substring(tail).split("\n - ")) {
                int end = line.indexOf('`', 2);
                if (line.startsWith("`\"") && end > 0) {
                    known.put(line.substring(2, end - 1), line);
                }
            }
        }
        StringBuilder text = new StringBuilder(tail < 0 ? field.description : field.description.substring(0, tail));
        text.append(ENUM_HEAD);
        for (String value : field.enumValues) {
            text.append("\n - ").append(known.getOrDefault(value, "`\"" + value + "\"`"));
        }
        field.description = text.toString();
    }

    private static @Nullable Class<?> model(TypeDef type) {
        String[] parts = type.pkg().split("\\.");
        String version = capital(parts[parts.length - 1]);
        String group = capital(parts[parts.length - 2]);
        if (type.name.equals("io.k8s.apimachinery.pkg.version.Info")) {
            return load("VersionInfo");
        }
        Class<?> own = load(group + version + type.simpleName());
        return own != null ? own : load(version + type.simpleName());
    }

    private static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(
                    "io.kubernetes.client.openapi.models." + name, false, ClientDescriptions.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String letters(String text) {
        return text.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
