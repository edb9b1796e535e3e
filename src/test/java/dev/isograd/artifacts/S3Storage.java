package dev.isograd.artifacts;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** Starts an object store for an application context; it runs as long as the context. */
public final class S3Storage implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        S3Server server = S3Server.start();
        TestPropertyValues.of(
                        "isograd.artifacts.type=s3",
                        "isograd.artifacts.s3.endpoint=" + server.address(),
                        "isograd.artifacts.s3.bucket=" + server.bucket(),
                        "isograd.artifacts.s3.path-style=true",
                        "isograd.artifacts.s3.access-key=" + S3Server.ACCESS_KEY,
                        "isograd.artifacts.s3.secret-key=" + S3Server.SECRET_KEY)
                .applyTo(context);
        context.addApplicationListener(new Stop(server));
    }

    private record Stop(S3Server server) implements ApplicationListener<ContextClosedEvent> {
        @Override
        public void onApplicationEvent(ContextClosedEvent closed) {
            server.close();
        }
    }
}
