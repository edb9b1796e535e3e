package dev.isograd.learning.spec;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the plain values of a spec: booleans, enum constants, text and numbers. Wrong values give null and a problem. */
final class ValueReader {

    /** Decimal places of a number, before or after the point, beyond which no double can hold it. */
    private static final int MOST_PLACES = 400;

    private final SpecProblems problems;

    ValueReader(SpecProblems problems) {
        this.problems = problems;
    }

    @Nullable
    Object read(Class<?> type, Bounds bounds, @Nullable Object given, String pointer) {
        if (type.isEnum()) {
            return constant(type, given, pointer);
        }
        if (type == boolean.class) {
            return given instanceof Boolean ? given : problems.add(pointer, "must be true or false", given);
        }
        return type == String.class ? text(bounds, given, pointer) : number(type, bounds, given, pointer);
    }

    private @Nullable Object constant(Class<?> type, @Nullable Object given, String pointer) {
        for (Object constant : type.getEnumConstants()) {
            if (SpecNames.of((Enum<?>) constant).equals(given)) {
                return constant;
            }
        }
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> SpecNames.of((Enum<?>) constant))
                .collect(Collectors.joining(", "));
        return problems.add(pointer, "must be one of " + names, given);
    }

    private @Nullable Object text(Bounds bounds, @Nullable Object given, String pointer) {
        if (!(given instanceof String text)) {
            return problems.add(pointer, "must be text", given);
        }
        int length = text.codePointCount(0, text.length());
        return bounds.contain(length)
                ? text
                : problems.add(pointer, "must have %s characters; has %d".formatted(bounds, length));
    }

    private @Nullable Object number(Class<?> type, Bounds bounds, @Nullable Object given, String pointer) {
        String kind = type == double.class ? "must be a number" : "must be a whole number";
        if (!(given instanceof Number any) || isInfiniteOrNaN(any)) {
            return problems.add(pointer, kind, given);
        }
        BigDecimal number = new BigDecimal(any.toString());
        // Converting 1e999999999 to a whole number would take hundreds of megabytes.
        boolean extreme = Math.abs((long) number.scale() - number.precision()) > MOST_PLACES;
        if (extreme || !bounds.contain(number.doubleValue())) {
            return problems.add(pointer, "must be " + bounds, given);
        }
        try {
            return exact(type, number);
        } catch (ArithmeticException fractionOrTooLarge) {
            return problems.add(pointer, kind, given);
        }
    }

    private static Object exact(Class<?> type, BigDecimal number) {
        if (type == double.class) {
            return number.doubleValue();
        }
        return type == long.class || type == Long.class
                ? (Object) number.longValueExact()
                : (Object) number.intValueExact();
    }

    private static boolean isInfiniteOrNaN(Number given) {
        return (given instanceof Double || given instanceof Float) && !Double.isFinite(given.doubleValue());
    }
}
