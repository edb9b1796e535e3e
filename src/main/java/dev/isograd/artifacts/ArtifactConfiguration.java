package dev.isograd.artifacts;

import dev.isograd.IsogradProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Creates the configured artifact store: a folder in the data directory, or a bucket that {@link S3StartCheck} has
 * tested.
 */
@Configuration(proxyBeanMethods = false)
class ArtifactConfiguration {

    @Bean
    ArtifactStore artifactStore(IsogradProperties properties, ArtifactProperties settings) {
        return switch (settings.type()) {
            case FILE -> new FileArtifactStore(properties.dataDir().resolve("artifacts"));
            case S3 -> S3StartCheck.open(settings.s3());
        };
    }

    @Bean
    PartedArtifacts partedArtifacts(ArtifactStore store, IsogradProperties properties) {
        return switch (store) {
            case FileArtifactStore files -> new FileParts(files);
            case S3ArtifactStore bucket -> bucket.parts(properties.dataDir().resolve("incoming"));
            default -> throw new IllegalStateException("This store takes no parts: " + store);
        };
    }
}
