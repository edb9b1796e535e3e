package dev.isograd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** The whole service in the role api, on a port of its own, with a real database; all such tests share one context. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "isograd.roles=api",
            "isograd.accounts.sign-in-link=false",
            "isograd.datasets.fashion-mnist=/nowhere",
            // Tests reap by themselves, when they want it.
            "isograd.jobs.reap-interval=1h",
            "spring.datasource.hikari.maximum-pool-size=16"
        })
@ContextConfiguration(initializers = TestDatabase.class)
@Import(Api.class)
public @interface IsogradTest {}
