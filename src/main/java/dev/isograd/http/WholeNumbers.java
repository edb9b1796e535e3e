package dev.isograd.http;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads whole numbers from JSON values and parameters alike: 2, 2.0 and 2e0 are the same number. */
final class WholeNumbers {

    /** The numbers of JSON. The exponent is short, because expanding 1e999999999 takes hundreds of megabytes. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

    private WholeNumbers() {}

    /** Returns nothing if the value is not a whole number that a long can hold. */
    static OptionalLong read(@Nullable Object value) {
        String text = String.valueOf(value);
        if (!(value instanceof Number || value instanceof String)
                || !NUMBER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new BigDecimal(text).longValueExact());
        } catch (ArithmeticException fractionOrTooLarge) {
            return OptionalLong.empty();
        }
    }
}
