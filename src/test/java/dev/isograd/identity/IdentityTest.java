package dev.isograd.identity;

import dev.isograd.IsogradTest;
import dev.isograd.TestDatabase;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.ContextConfiguration;

/** As {@link IsogradTest}, with an identity provider for browsers and two issuers of CI systems. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@IsogradTest
@ContextConfiguration(initializers = {TestDatabase.class, TestProviders.class})
@interface IdentityTest {}
