package dev.isograd.observability;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Defaults that depend on other settings: the address of the management port, and whether there are traces. */
final class ObservabilityDefaults implements EnvironmentPostProcessor, Ordered {

    private static final String MANAGEMENT_PORT = "management.server.port";
    private static final String TRACES = "management.opentelemetry.tracing.export.otlp.endpoint";

    /** After the settings were read, and after the variables of OpenTelemetry became settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> defaults = new HashMap<>();
        if (!environment.getProperty(MANAGEMENT_PORT, "").isEmpty()) {
            // Spring Boot would listen on all addresses, and refuses an address without a port.
            defaults.put("management.server.address", environment.getProperty("server.address", "127.0.0.1"));
        }
        if (environment.getProperty(TRACES, "").isEmpty()) {
            defaults.put("management.opentelemetry.enabled", false);
            defaults.put("management.tracing.export.enabled", false);
        }
        environment.getPropertySources().addLast(new MapPropertySource("observabilityDefaults", defaults));
    }
}
