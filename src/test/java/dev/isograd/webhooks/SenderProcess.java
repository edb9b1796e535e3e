package dev.isograd.webhooks;

import dev.isograd.DatabaseClock;
import dev.isograd.Ids;
import dev.isograd.audit.AuditLog;
import dev.isograd.http.PublicUrl;
import dev.isograd.idempotency.IdempotentRequests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A process that only sends messages of webhooks, with the real outbox and sender, to be killed. */
final class SenderProcess {

    private SenderProcess() {}

    /** The part of the service that sends; not a configuration, so that scans do not find it. */
    @EnableConfigurationProperties(WebhookProperties.class)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    @Import({
        DatabaseClock.class,
        IdempotentRequests.class,
        AuditLog.class,
        PublicUrl.class,
        Webhooks.class,
        Outbox.class,
        JobNews.class,
        Messages.class,
        Receivers.class,
        WebhookMeters.class,
        DeliveryAttempt.class,
        WebhookSender.class
    })
    static class Beans {
        @Bean
        InstantSource clock() {
            return Clock.systemUTC();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Ids ids(InstantSource clock) {
            return new Ids(clock);
        }
    }

    public static void main(String[] settings) throws InterruptedException {
        new SpringApplicationBuilder(Beans.class).web(WebApplicationType.NONE).run(settings);
        Thread.currentThread().join();
    }
}
