package dev.isograd;

import dev.isograd.artifacts.S3Storage;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * As {@link IsogradTest}, with settings that most tests must not have: artifacts in an object store, short limits on
 * streams, the rate limits of production, and headers of a proxy. All such tests share a second context, because starting one takes longer than they do.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@IsogradTest
@TestPropertySource(
        properties = {
            "isograd.stream.comment-interval=300ms",
            "isograd.stream.rights-interval=300ms",
            "isograd.limits.failures-per-minute=20",
            "isograd.limits.submissions-per-minute=60",
            "isograd.limits.requests-per-minute=1200",
            "isograd.limits.predictions-per-minute=1300",
            "server.forward-headers-strategy=framework",
            "server.tomcat.connection-timeout=2s",
            // The tests' client would send requests over a connection that is just being closed.
            "server.tomcat.keep-alive-timeout=60s"
        })
@ContextConfiguration(initializers = {TestDatabase.class, S3Storage.class})
public @interface IsogradVariantTest {}
