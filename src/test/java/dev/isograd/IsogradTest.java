package dev.isograd;

import dev.isograd.checkpoints.SavedCheckpoints;
import dev.isograd.jobs.queue.LeaseExpiry;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.library.TestImports;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;

/**
 * Starts the whole service in the role api, on its own port, with a real database. All such tests
 * share one context, and each of them starts without jobs.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "isograd.roles=api",
            "isograd.accounts.sign-in-link=false",
            // All tests share one key and one address.
            "isograd.limits.failures-per-minute=0",
            "isograd.limits.submissions-per-minute=0",
            "isograd.limits.requests-per-minute=0",
            "isograd.limits.predictions-per-minute=0",
            "isograd.datasets.fashion-mnist=/nowhere",
            // Tests reap expired leases themselves.
            "isograd.jobs.reap-interval=1h",
            // Receivers of the tests are on this machine, and tests do not wait for hours.
            "isograd.webhooks.allow-private=true",
            "isograd.webhooks.interval=100ms",
            "isograd.webhooks.retries=100ms,200ms,200ms",
            "isograd.webhooks.time-limit=5s",
            // Tests stop variants themselves.
            "isograd.comparisons.halving-interval=1h",
            "spring.datasource.hikari.maximum-pool-size=16"
        })
@ContextConfiguration(initializers = TestDatabase.class)
@TestExecutionListeners(listeners = StartsEmpty.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
@Import({Api.class, TestJobs.class, LeaseExpiry.class, TestImports.class, SavedCheckpoints.class})
public @interface IsogradTest {}
