package dev.isograd.learning.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method of a spec record that throws {@link InvalidField} when some of its fields do not go together.
 *
 * <p>The constructor calls it too. {@link SpecReader} calls each one by itself, as soon as the fields it needs are right
 * one by one, so that a wrong field elsewhere hides nothing.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Check {

    /** Names of the fields, as the parameters take them; a parameter that is nullable gets null for a wrong field. */
    String[] value();
}
