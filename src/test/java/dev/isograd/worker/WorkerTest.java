package dev.isograd.worker;

import dev.isograd.Api;
import dev.isograd.TestDatabase;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** The whole service with a worker whose attempts the tests start themselves; all such tests share one context. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "isograd.accounts.sign-in-link=false",
            "isograd.datasets.fashion-mnist=/nowhere",
            "isograd.jobs.retry-delay=1ms",
            "isograd.worker.devices=cpu",
            "isograd.worker.slots=0",
            "isograd.worker.threads=1",
            "isograd.worker.heap=64m",
            "isograd.worker.import-heap=128m",
            "isograd.worker.memory=3GB",
            // Longer than the interval between two pings, which a busy training answers.
            "isograd.worker.silence-limit=12s",
            "isograd.worker.checkpoint-interval=0s",
            "isograd.worker.checkpoint-steps=20"
        })
@ContextConfiguration(initializers = TestDatabase.class)
@Import({Api.class, TestLauncher.Configuration.class})
@interface WorkerTest {}
