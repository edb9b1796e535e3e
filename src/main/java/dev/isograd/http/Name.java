package dev.isograd.http;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Requires text that people can read, compare and print on one line; see {@link Names}.
 *
 * <p>The record strips the text first, with {@link Names#strip}.
 */
@Constraint(validatedBy = NameValidator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface Name {

    /** Smallest number of characters; 0 also allows an empty text. */
    int min() default 1;

    /** Largest number of characters, each of which is a Unicode code point. */
    int max();

    // Bean Validation requires the members below. The validator makes its own message.
    String message() default "must be a name";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
