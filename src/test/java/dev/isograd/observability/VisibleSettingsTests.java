package dev.isograd.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class VisibleSettingsTests {

    private static VisibleSettings settings(Map<String, Object> values) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", values));
        return new VisibleSettings(environment);
    }

    @Test
    void hidesValuesWhoseNamesAreSecret() {
        Map<String, String> all = settings(Map.of(
                        "isograd.accounts.pepper", "planted",
                        "isograd.oidc.client-secret", "planted",
                        "isograd.artifacts.s3.access-key", "planted",
                        "ISOGRAD_ARTIFACTS_S3_SECRET_KEY", "planted",
                        "spring.datasource.password", "planted",
                        "isograd.artifacts.s3.secret-key", "",
                        "isograd.jobs.lease", "60s"))
                .all();

        assertThat(all.values()).noneMatch(value -> value.contains("planted"));
        assertThat(all)
                .containsEntry("isograd.accounts.pepper", "(hidden)")
                .containsEntry("isograd.artifacts.s3.secret-key", "(empty)")
                .containsEntry("isograd.artifacts.s3.secret.key", "(hidden)")
                .containsEntry("isograd.jobs.lease", "60s");
    }

    @Test
    void hidesPasswordsInAddresses() {
        Map<String, String> all = settings(Map.of(
                        "spring.datasource.url", "jdbc:postgresql://db:5432/isograd?user=u&password=planted",
                        "isograd.artifacts.s3.endpoint", "https://someone:planted@store:9000/a"))
                .all();

        assertThat(all)
                .containsEntry("spring.datasource.url", "jdbc:postgresql://db:5432/isograd")
                .containsEntry("isograd.artifacts.s3.endpoint", "https://store:9000/a");
    }

    @Test
    void removesSecretsFromOtherText() {
        VisibleSettings settings = settings(Map.of(
                "spring.datasource.password", "planted-1",
                "spring.datasource.url", "jdbc:postgresql://db/isograd?sslpassword=planted-2",
                "isograd.some.token-required", "true"));

        assertThat(settings.without("no access with planted-1 or planted-2; {\"up\": true}"))
                .isEqualTo("no access with (hidden) or (hidden); {\"up\": true}");
    }

    @Test
    void leavesOutWhatIsNoSetting() {
        assertThat(settings(Map.of("aws.region", "eu", "HOME", "/root")).all())
                .doesNotContainKeys("aws.region", "home");
    }
}
