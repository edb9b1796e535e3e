package dev.isograd;

import dev.isograd.artifacts.S3Storage;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * As {@link IsogradTest}, with settings that most tests must not have: artifacts in an object store, and short limits on
 * streams. All such tests share a second context, because starting one takes longer than they do.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@IsogradTest
@TestPropertySource(
        properties = {
            "isograd.stream.comment-interval=300ms",
            "isograd.stream.rights-interval=300ms",
            "server.tomcat.connection-timeout=2s"
        })
@ContextConfiguration(initializers = {TestDatabase.class, S3Storage.class})
public @interface IsogradVariantTest {}
