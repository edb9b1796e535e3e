package dev.isograd.learning.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reflection says about a record of a spec. It is kept, because Java parses annotations anew for each copy of a component,
 * and a plan reads dozens of specs.
 */
record SpecRecord(
        List<RecordComponent> components, List<String> names, List<Checked> checks, Constructor<?> constructor) {

    /**
     * Marks a static method of a spec record that throws {@link InvalidField} if some of its fields contradict each other.
     *
     * <p>The constructor calls the method as well. {@link SpecReader} calls it as soon as the fields that it needs are valid,
     * so that wrong fields elsewhere do not hide its problems.
     */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Check {

        /** Names of the fields, in the order of the parameters. A nullable parameter gets null for a wrong field. */
        String[] value();
    }

    private static final ClassValue<SpecRecord> KNOWN = new ClassValue<>() {
        @Override
        protected SpecRecord computeValue(Class<?> type) {
            return reflect(type);
        }
    };

    SpecRecord {
        components = List.copyOf(components);
        names = List.copyOf(names);
        checks = List.copyOf(checks);
    }

    /**
     * A method that checks some fields.
     *
     * @param fields their places among the components
     * @param nullable for each of them, whether the method can do without it
     */
    record Checked(Method method, List<Integer> fields, List<Boolean> nullable) {

        Checked {
            fields = List.copyOf(fields);
            nullable = List.copyOf(nullable);
        }
    }

    static SpecRecord of(Class<?> type) {
        return KNOWN.get(type);
    }

    private static SpecRecord reflect(Class<?> type) {
        List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
        List<String> names = components.stream().map(RecordComponent::getName).toList();
        List<Checked> checks = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            Check check = method.getAnnotation(Check.class);
            if (check != null) {
                checks.add(new Checked(
                        method,
                        Arrays.stream(check.value()).map(names::indexOf).toList(),
                        Arrays.stream(method.getAnnotatedParameterTypes())
                                .map(SpecRecord::isNullable)
                                .toList()));
            }
        }
        return new SpecRecord(components, names, checks, constructor(type, components));
    }

    private static boolean isNullable(AnnotatedType parameter) {
        return parameter.isAnnotationPresent(Nullable.class);
    }

    private static Constructor<?> constructor(Class<?> type, List<RecordComponent> components) {
        try {
            return type.getDeclaredConstructor(
                    components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(type + " is no record", impossible);
        }
    }
}
