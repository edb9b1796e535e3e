package dev.isograd.learning.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one field of a spec record: its help line, default and bounds; forms and checks are made from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {

    /** Marks a field that has no default. */
    String REQUIRED = "<required>";

    /** Marks a field that is absent unless given; its component is nullable. */
    String ABSENT = "<absent>";

    /** One line that tells a user what the field does. */
    String help();

    /** The default as text: a number, a word, the type of a nested choice, or {@code {}} for a record's own defaults. */
    String defaultValue() default REQUIRED;

    /** Smallest number, shortest text or shortest list allowed. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest number, longest text or longest list allowed. */
    double max() default Double.POSITIVE_INFINITY;

    /** Whether a list's entries are whole numbers from 1 on, each larger than the one before. */
    boolean ascending() default false;
}
