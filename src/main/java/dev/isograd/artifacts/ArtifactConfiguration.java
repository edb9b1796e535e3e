package dev.isograd.artifacts;

import dev.isograd.IsogradProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps artifacts under the data directory, or in an object store that passes {@link S3StartCheck}. */
@Configuration(proxyBeanMethods = false)
class ArtifactConfiguration {

    @Bean
    ArtifactStore artifactStore(IsogradProperties properties, ArtifactProperties settings) {
        return switch (settings.type()) {
            case FILE -> new FileArtifactStore(properties.dataDir().resolve("artifacts"));
            case S3 -> S3StartCheck.open(settings.s3());
        };
    }
}
