package dev.isograd.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

class ArtifactPropertiesTests {

    private static final URI SOMEWHERE = URI.create("https://store.example.org");

    private static final ArtifactProperties DEFAULTS = new ArtifactProperties(
            ArtifactProperties.Type.FILE,
            new S3Properties(
                    "",
                    "us-east-1",
                    "",
                    "",
                    false,
                    "",
                    "",
                    S3Properties.Checksums.WHEN_SUPPORTED,
                    S3Properties.Encryption.NONE,
                    "",
                    DataSize.ofMegabytes(16),
                    4,
                    4,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    true,
                    ""));

    @Test
    void pinsTheDefaults() {
        assertThat(new Binder().bindOrCreate("isograd.artifacts", ArtifactProperties.class))
                .isEqualTo(DEFAULTS);
    }

    @Test
    void hasTheSameDefaultsInTheFile() throws IOException {
        Binder file = new Binder(ConfigurationPropertySources.from(
                new YamlPropertySourceLoader().load("file", new ClassPathResource("application.yaml"))));

        assertThat(file.bind("isograd.artifacts", ArtifactProperties.class).get())
                .isEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoint=minio:9000",
                "endpoint=ftp://store",
                "download-endpoint=store",
                "secret-key=",
                "access-key=",
                "prefix=/jobs",
                "prefix=jobs/",
                "prefix=../jobs",
                "part-size=4MB",
                "part-size=6GB",
                "parts-at-a-time=0",
                "parts-at-a-time=65",
                "attempts=0",
                "attempts=21",
                "kms-key=alias/mine",
                "connect-timeout=0s",
                "read-timeout=0s",
                "call-timeout=-1s"
            })
    void rejectsInvalidValues(String setting) {
        String name = setting.substring(0, setting.indexOf('='));

        assertThatThrownBy(() -> S3Settings.of(SOMEWHERE, "bucket", setting))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining("isograd.artifacts.s3.")
                .hasMessageContaining(name);
    }

    @Test
    void acceptsTheLimits() {
        S3Properties small =
                S3Settings.of(SOMEWHERE, "bucket", "part-size=5MB", "parts-at-a-time=1", "attempts=1", "prefix=a/b");
        S3Properties large = S3Settings.of(SOMEWHERE, "bucket", "part-size=5GB", "parts-at-a-time=64", "attempts=20");

        assertThat(small.partSize()).isEqualTo(DataSize.ofMegabytes(5));
        assertThat(large.partSize()).isEqualTo(DataSize.ofGigabytes(5));
    }

    @Test
    void printsNoSecrets() {
        ArtifactProperties settings =
                new ArtifactProperties(ArtifactProperties.Type.S3, S3Settings.of(SOMEWHERE, "bucket"));

        assertThat(settings.toString())
                .contains("the bucket bucket at https://store.example.org")
                .doesNotContain(S3Server.SECRET_KEY)
                .doesNotContain(S3Server.ACCESS_KEY);
    }
}
