package io.kubejar.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The fields of test classes that get a cluster or a client of it. */
final class Fields {
    /** Gives the value for a field of a type. */
    interface Source {
        Object of(Class<?> type);
    }

    private Fields() {}

    /** Those of the class and of what it extends that are not final and whose type is wanted. */
    private static List<Field> wanted(Class<?> type, boolean isStatic, Predicate<Class<?>> known) {
        return ReflectionSupport.findFields(
                type,
                field -> known.test(field.getType())
                        && Modifier.isStatic(field.getModifiers()) == isStatic
                        && !Modifier.isFinal(field.getModifiers()),
                HierarchyTraversalMode.TOP_DOWN);
    }

    /** Fills all fields of an object, also those that the test before has left filled. */
    static void fill(Object target, Predicate<Class<?>> known, Source source) {
        wanted(target.getClass(), false, known).forEach(field -> set(field, target, source));
    }

    /** Fills those static fields that nobody has filled; gives them. */
    static List<Field> fillStatic(Class<?> type, Predicate<Class<?>> known, Source source) {
        List<Field> empty = emptyStatic(type, known);
        empty.forEach(field -> set(field, null, source));
        return empty;
    }

    /** The static fields that nobody has filled. */
    static List<Field> emptyStatic(Class<?> type, Predicate<Class<?>> known) {
        return wanted(type, true, known).stream()
                .filter(field -> get(field) == null)
                .toList();
    }

    /** Lets go of what static fields hold. */
    static void clear(List<Field> fields) {
        fields.forEach(field -> put(field, null, null));
    }

    private static void set(Field field, @Nullable Object target, Source source) {
        put(field, target, source.of(field.getType()));
    }

    private static void put(Field field, @Nullable Object target, @Nullable Object value) {
        try {
            field.setAccessible(true);
            field.set(target, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field " + field + " cannot be set", e);
        }
    }

    private static @Nullable Object get(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field " + field + " cannot be read", e);
        }
    }
}
