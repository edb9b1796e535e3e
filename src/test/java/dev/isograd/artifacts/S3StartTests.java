package dev.isograd.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradProperties;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A wrong object store setting aborts the startup with a helpful message; an outage does not abort it. */
@ExtendWith(OutputCaptureExtension.class)
class S3StartTests {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({IsogradProperties.class, ArtifactProperties.class})
    @Import(ArtifactConfiguration.class)
    static class OnlyArtifacts {}

    private static S3Server server;

    @BeforeAll
    static void startServer() {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void startsIfTheBucketIsWritable(CapturedOutput output) {
        String bucket = server.bucket();

        try (ConfigurableApplicationContext context = start("bucket=" + bucket)) {
            assertThat(context.getBean(ArtifactStore.class)).isInstanceOf(S3ArtifactStore.class);
        }

        assertThat(output).contains("Artifacts are stored in the bucket " + bucket);
        assertNoSecrets(output);
        try (var s3 = server.client()) {
            assertThat(s3.listObjectsV2(it -> it.bucket(bucket)).contents()).isEmpty();
        }
    }

    @Test
    void reportsAMissingBucket(CapturedOutput output) {
        assertThatThrownBy(() -> start("bucket=no-such-bucket"))
                .hasRootCauseInstanceOf(software.amazon.awssdk.services.s3.model.S3Exception.class);

        assertThat(output)
                .contains("Cannot store artifacts in the bucket no-such-bucket at http://127.0.0.1:")
                .contains("Create the bucket, or set isograd.artifacts.s3.bucket")
                .doesNotContain("\tat ");
        assertNoSecrets(output);
    }

    @Test
    void reportsWrongCredentials(CapturedOutput output) {
        String bucket = server.bucket();

        assertThatThrownBy(() -> start("bucket=" + bucket, "secret-key=another-secret-key"))
                .isNotNull();
        assertThat(output).contains("403 SignatureDoesNotMatch").contains("Check isograd.artifacts.s3.access-key");

        assertThatThrownBy(() -> start("bucket=" + bucket, "access-key=nobody")).isNotNull();
        assertThat(output).contains("403 InvalidAccessKeyId");
        assertNoSecrets(output);
        assertThat(output).doesNotContain("another-secret-key");
    }

    @Test
    void requiresABucketName(CapturedOutput output) {
        assertThatThrownBy(() -> start("bucket=")).isNotNull();

        assertThat(output).contains("isograd.artifacts.s3.bucket is empty");
        assertNoSecrets(output);
    }

    @Test
    void startsDuringAnOutage(CapturedOutput output) {
        S3Server stopped = S3Server.start();
        stopped.close();

        try (ConfigurableApplicationContext context =
                start("bucket=any", "endpoint=" + stopped.address(), "attempts=1", "connect-timeout=1s")) {
            ArtifactStore store = context.getBean(ArtifactStore.class);
            assertThatThrownBy(() -> store.exists("key")).isInstanceOf(ArtifactStoreUnavailable.class);
        }

        assertThat(output).contains("Cannot reach the bucket any").contains("isograd.artifacts.s3.endpoint");
        assertNoSecrets(output);
    }

    private static void assertNoSecrets(CapturedOutput output) {
        assertThat(output).doesNotContain(S3Server.SECRET_KEY);
    }

    private static ConfigurableApplicationContext start(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--isograd.artifacts.type=s3",
                "--isograd.artifacts.s3.endpoint=" + server.address(),
                "--isograd.artifacts.s3.path-style=true",
                "--isograd.artifacts.s3.access-key=" + S3Server.ACCESS_KEY,
                "--isograd.artifacts.s3.secret-key=" + S3Server.SECRET_KEY));
        for (String setting : settings) {
            String name = "--isograd.artifacts.s3." + setting.substring(0, setting.indexOf('=') + 1);
            arguments.removeIf(it -> it.startsWith(name));
            arguments.add("--isograd.artifacts.s3." + setting);
        }
        return new SpringApplicationBuilder(OnlyArtifacts.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }
}
