package dev.isograd.learning.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one field of a spec record: its help text, default and bounds. Forms and checks are derived from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {

    /** Marks a field that has no default. */
    String REQUIRED = "<required>";

    /** Marks a field that is absent unless given; its component is nullable. */
    String ABSENT = "<absent>";

    /** One line that describes the field to users. */
    String help();

    /** The default as text: a number, a name, the type of a nested choice, or {@code {}} for the defaults of a record. */
    String defaultValue() default REQUIRED;

    /** Smallest number, shortest text or shortest list allowed. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest number, longest text or longest list allowed. */
    double max() default Double.POSITIVE_INFINITY;

    /** Whether the entries of a list must be whole numbers of at least 1 in ascending order. */
    boolean ascending() default false;
}
