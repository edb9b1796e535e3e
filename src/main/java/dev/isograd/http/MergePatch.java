package dev.isograd.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a request record that a client may also send as a JSON merge patch (RFC 7396), where null removes a value. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MergePatch {

    String MEDIA_TYPE = "application/merge-patch+json";
}
