package dev.isograd.uploads;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.http.BodyAllowance;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Lets the bodies of parts be larger than others. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.API)
class UploadConfiguration {

    /** The exact length of a part is compared later, when its upload is known. */
    @Bean
    BodyAllowance partAllowance(UploadProperties settings) {
        return new BodyAllowance(
                "PUT",
                UploadController.PATH + UploadController.PART,
                DataSize.ofGigabytes(5).toBytes(),
                settings.longestPartTime());
    }
}
