package dev.isograd.learning.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Converts Java names such as {@code CheckpointedBackprop} and {@code SGR_MEMORY} to the names in JSON. */
final class SpecNames {

    /** A plan reads dozens of specs. */
    private static final ClassValue<String> CHOICES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> choice) {
            return choice.getSimpleName()
                    .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                    .toLowerCase(Locale.ROOT);
        }
    };

    private SpecNames() {}

    static String of(Class<?> choice) {
        return CHOICES.get(choice);
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String list(Class<?>[] choices) {
        return Arrays.stream(choices).map(SpecNames::of).collect(Collectors.joining(", "));
    }
}
