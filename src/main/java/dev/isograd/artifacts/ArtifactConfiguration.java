package dev.isograd.artifacts;

import dev.isograd.IsogradProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps artifacts under the data directory. */
@Configuration(proxyBeanMethods = false)
class ArtifactConfiguration {

    @Bean
    ArtifactStore artifactStore(IsogradProperties properties) {
        return new FileArtifactStore(properties.dataDir().resolve("artifacts"));
    }
}
