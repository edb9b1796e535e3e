package dev.isograd.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the component of a request record that receives all fields without a component of their own, as a map. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OtherFields {

    /** Name of a field: if the body has it, other fields are unknown fields and the component is null. */
    String unless();
}
