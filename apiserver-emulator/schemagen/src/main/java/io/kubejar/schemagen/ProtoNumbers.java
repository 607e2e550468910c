package io.kubejar.schemagen;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers of the fields in protobuf, read from the descriptors of the official Java client. */
final class ProtoNumbers {
    private static final List<String> FILES = List.of(
            "IntStr",
            "Meta",
            "Resource",
            "Runtime",
            "V1",
            "V1Admissionregistration",
            "V1Apiextensions",
            "V1Apps",
            "V1Authentication",
            "V1Authorization",
            "V1Autoscaling",
            "V1Batch",
            "V1Certificates",
            "V1Coordination",
            "V1Discovery",
            "V1Events",
            "V1Flowcontrol",
            "V1Networking",
            "V1Node",
            "V1Policy",
            "V1Rbac",
            "V1Resource",
            "V1Scheduling",
            "V1Storage",
            "V2Autoscaling");

    private final Map<String, Descriptor> messages = new TreeMap<>();

    ProtoNumbers() {
        for (String file : FILES) {
            try {
                Class<?> outer = Class.forName("io.kubernetes.client.proto." + file);
                FileDescriptor descriptor =
                        (FileDescriptor) outer.getMethod("getDescriptor").invoke(null);
                descriptor.getMessageTypes().forEach(m -> messages.put(letters(m.getFullName()), m));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void applyTo(Definitions definitions) {
        for (TypeDef type : definitions.all()) {
            Descriptor message = messages.get(letters(type.name.replaceFirst("^io\\.k8s\\.", "k8s.io.")));
            if (message != null) {
                type.fields.forEach((name, field) -> number(message, name, field));
            }
        }
    }

    private static void number(Descriptor message, String name, TypeDef.Field field) {
        Descriptor at = message;
        StringBuilder path = new StringBuilder();
        if (field.embedded != null) {
            for (String struct : field.embedded.split("\\.")) {
                FieldDescriptor part = embedded(at, struct);
                path.append(part.getNumber()).append('.');
                at = part.getMessageType();
            }
        }
        FieldDescriptor found = find(at, name);
        if (found != null) {
            field.numbers = path.append(found.getNumber()).toString();
            field.wrapped = isWrapped(found, field.type);
        }
    }

    /** A list within a map, or one that Go gives a name, is a message with the one field "items". */
    private static boolean isWrapped(FieldDescriptor field, String type) {
        FieldDescriptor value = field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
        boolean list = (field.isMapField() ? type.substring(2) : type).startsWith("[]");
        return list && !value.isRepeated();
    }

    private static FieldDescriptor embedded(Descriptor message, String struct) {
        for (FieldDescriptor field : message.getFields()) {
            boolean fits = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !field.isRepeated()
                    && field.getMessageType().getName().equals(struct);
            if (fits) {
                return field;
            }
        }
        throw new IllegalStateException(message.getFullName() + " embeds no " + struct);
    }

    private static @Nullable FieldDescriptor find(Descriptor message, String name) {
        for (FieldDescriptor field : message.getFields()) {
            if (letters(field.getName()).equals(letters(name))) {
                return field;
            }
        }
        return null;
    }

    private static String letters(String text) {
        return text.replaceAll("[^A-Za-z0-9.]", "").toLowerCase(Locale.ROOT);
    }
}
