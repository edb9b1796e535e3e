package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class SettingsTests {

    @Test
    void pinsTheDefaults() {
        Map<String, String> ours = new TreeMap<>();
        yaml().forEach((key, value) -> {
            if (key.toString().startsWith("isograd.") || key.toString().matches("server\\.(port|address)")) {
                ours.put(key.toString(), value.toString());
            }
        });

        assertThat(ours)
                .containsAllEntriesOf(Map.ofEntries(
                        Map.entry("isograd.accounts.first-key", ""),
                        Map.entry("isograd.accounts.pepper", ""),
                        Map.entry("isograd.accounts.session-lifetime", "30d"),
                        Map.entry("isograd.accounts.sign-in-link", "true"),
                        Map.entry("isograd.checkpoints.delete-after", "1h"),
                        Map.entry("isograd.checkpoints.orphan-age", "24h"),
                        Map.entry("isograd.checkpoints.orphan-sweep-interval", "6h"),
                        Map.entry("isograd.checkpoints.sweep-interval", "5m"),
                        Map.entry("isograd.comparisons.halving-interval", "5s"),
                        Map.entry("isograd.data-dir", "./data"),
                        Map.entry("isograd.database.migrate-at-start", "true"),
                        Map.entry("isograd.datasets.fashion-mnist", "/usr/share/datasets/fashion-mnist"),
                        Map.entry("isograd.imports.address-bytes", "20GB"),
                        Map.entry("isograd.imports.address-time", "1h"),
                        Map.entry("isograd.imports.addresses", "false"),
                        Map.entry("isograd.imports.allow-private", "false"),
                        Map.entry("isograd.imports.folders", ""),
                        Map.entry("isograd.inference.batch", "32"),
                        Map.entry("isograd.inference.export-time-limit", "5m"),
                        Map.entry("isograd.inference.heap", "512m"),
                        Map.entry("isograd.inference.idle", "60s"),
                        Map.entry("isograd.inference.largest-picture", "10MB"),
                        Map.entry("isograd.inference.memory", "4GB"),
                        Map.entry("isograd.inference.most-pixels", "25000000"),
                        Map.entry("isograd.inference.processes", "2"),
                        Map.entry("isograd.inference.queue", "256"),
                        Map.entry("isograd.inference.threads", "1"),
                        Map.entry("isograd.inference.time-limit", "10s"),
                        Map.entry("isograd.jobs.unrunnable-limit", "24h"),
                        Map.entry("isograd.limits.failures-per-minute", "20"),
                        Map.entry("isograd.limits.predictions-per-minute", "30000"),
                        Map.entry("isograd.limits.requests-per-minute", "1200"),
                        Map.entry("isograd.limits.submissions-per-minute", "60"),
                        Map.entry("isograd.retention.checkpoint-days", "90"),
                        Map.entry("isograd.retention.export-days", "90"),
                        Map.entry("isograd.retention.job-days", ""),
                        Map.entry("isograd.retention.log-days", "365"),
                        Map.entry("isograd.retention.metric-days", ""),
                        Map.entry("isograd.retention.most-jobs", "1000"),
                        Map.entry("isograd.retention.network-days", ""),
                        Map.entry("isograd.retention.restorable", "7d"),
                        Map.entry("isograd.retention.sweep-interval", "1h"),
                        Map.entry("isograd.oidc.admin-group", ""),
                        Map.entry("isograd.oidc.client-id", ""),
                        Map.entry("isograd.oidc.client-secret", ""),
                        Map.entry("isograd.oidc.groups-claim", "groups"),
                        Map.entry("isograd.oidc.issuer", ""),
                        Map.entry("isograd.oidc.name", ""),
                        Map.entry("isograd.oidc.own-project", "true"),
                        Map.entry("isograd.oidc.scopes", "openid,profile,email"),
                        Map.entry("isograd.oidc.session-lifetime", "12h"),
                        Map.entry("isograd.roles", "api,worker"),
                        Map.entry("isograd.smoke-test.device", "cpu"),
                        Map.entry("isograd.smoke-test.key", ""),
                        Map.entry("isograd.smoke-test.limit", "10m"),
                        Map.entry("isograd.smoke-test.url", "http://localhost:8080"),
                        Map.entry("isograd.uploads.expire-after", "1d"),
                        Map.entry("isograd.uploads.largest", "200GB"),
                        Map.entry("isograd.uploads.longest-part-time", "10m"),
                        Map.entry("isograd.uploads.part-size", "8MB"),
                        Map.entry("isograd.uploads.sweep-interval", "10m"),
                        Map.entry("isograd.webhooks.allow-private", "false"),
                        Map.entry("isograd.webhooks.disable-after", "3d"),
                        Map.entry("isograd.webhooks.interval", "1s"),
                        Map.entry("isograd.webhooks.keep", "30d"),
                        Map.entry("isograd.webhooks.per-project", "20"),
                        Map.entry("isograd.webhooks.retries", "5s,5m,30m,2h,5h,10h,14h,20h,24h"),
                        Map.entry("isograd.webhooks.sweep-interval", "1h"),
                        Map.entry("isograd.webhooks.time-limit", "15s"),
                        Map.entry("isograd.web.largest-body", "262144"),
                        Map.entry("isograd.web.longest-body-time", "30s"),
                        Map.entry("isograd.web.public-url", ""),
                        Map.entry("isograd.worker.allocator", "auto"),
                        Map.entry("isograd.worker.calibration", "true"),
                        Map.entry("isograd.worker.checkpoint-interval", "5m"),
                        Map.entry("isograd.worker.checkpoint-steps", "500"),
                        Map.entry("isograd.worker.devices", "auto"),
                        Map.entry("isograd.worker.gpu-release-limit", "10s"),
                        Map.entry("isograd.worker.nvml", "libnvidia-ml.so.1"),
                        Map.entry("server.address", "127.0.0.1"),
                        Map.entry("server.port", "8080")));
    }

    /** Spring Boot alone limits the size of one log file and its age in days, not the size of all. */
    @Test
    void limitsLogFiles() {
        assertThat(yaml())
                .containsEntry("logging.logback.rollingpolicy.max-file-size", "10MB")
                .containsEntry("logging.logback.rollingpolicy.max-history", 30)
                .containsEntry("logging.logback.rollingpolicy.total-size-cap", "100MB");
    }

    @Test
    void hasTheSameDefaultsWithoutTheFile() {
        IsogradProperties properties = new Binder().bindOrCreate("isograd", IsogradProperties.class);

        assertThat(properties.dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(properties.roles()).isEqualTo(EnumSet.of(Role.API, Role.WORKER));
    }

    @Test
    void documentsTheEnvironmentVariableOfEachSetting() throws IOException {
        String file = new ClassPathResource("application.yaml").getContentAsString(StandardCharsets.UTF_8);

        List<String> keys = yaml().keySet().stream()
                .map(Object::toString)
                .filter(key -> key.startsWith("isograd."))
                .toList();

        assertThat(keys).isNotEmpty().allSatisfy(key -> {
            String variable = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            assertThat(file).contains(" " + variable + "\n");
            assertThat(fromEnvironment(variable, key)).isEqualTo("given");
        });
    }

    private static String fromEnvironment(String variable, String key) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, "given")));
        return Binder.get(environment).bind(key, String.class).orElse("not bound");
    }

    private static Properties yaml() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        return java.util.Objects.requireNonNull(yaml.getObject());
    }
}
