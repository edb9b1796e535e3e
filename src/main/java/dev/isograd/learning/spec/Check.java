package dev.isograd.learning.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

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
