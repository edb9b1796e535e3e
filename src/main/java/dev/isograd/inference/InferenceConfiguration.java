package dev.isograd.inference;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.http.BodyAllowance;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Allows larger bodies where pictures are sent. */
@Configuration
@ConditionalOnRole(Role.API)
class InferenceConfiguration {

    private static final Duration LONGEST_TIME = Duration.ofSeconds(30);

    @Bean
    BodyAllowance pictures(InferenceProperties settings) {
        return new BodyAllowance(
                "POST",
                "/api/v1/jobs/{id}/predictions",
                settings.largestPicture().toBytes(),
                LONGEST_TIME);
    }
}
