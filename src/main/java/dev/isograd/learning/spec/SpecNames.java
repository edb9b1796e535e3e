package dev.isograd.learning.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns Java names into the words of the JSON form: {@code CheckpointedBackprop} and {@code SGR_MEMORY} alike. */
final class SpecNames {

    private SpecNames() {}

    static String of(Class<?> choice) {
        return choice.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String list(Class<?>[] choices) {
        return Arrays.stream(choices).map(SpecNames::of).collect(Collectors.joining(", "));
    }
}
