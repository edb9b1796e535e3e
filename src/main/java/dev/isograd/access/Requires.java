package dev.isograd.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rights that open an endpoint; any one of them suffices.
 *
 * <p>An empty list opens the endpoint to every caller whom the security filters let through. An endpoint without this
 * annotation is closed to everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {

    Right[] value();
}
