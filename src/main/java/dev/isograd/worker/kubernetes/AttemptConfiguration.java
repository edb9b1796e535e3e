package dev.isograd.worker.kubernetes;

import dev.isograd.attempts.AttemptProtocol;
import dev.isograd.http.BodyAllowance;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** The client of the cluster, and what the routes of pods need: other credentials and larger bodies than those of users. */
@Configuration(proxyBeanMethods = false)
@OnKubernetes
class AttemptConfiguration {

    private static final int SECONDS = 1_000;

    @Bean(destroyMethod = "close")
    KubernetesClient kubernetes(KubernetesProperties settings) {
        ConfigBuilder config = settings.apiServer().isEmpty()
                ? new ConfigBuilder(Config.autoConfigure(null))
                : new ConfigBuilder(Config.empty()).withMasterUrl(settings.apiServer());
        config.withConnectionTimeout(5 * SECONDS)
                .withRequestTimeout(15 * SECONDS)
                .withRequestRetryBackoffLimit(2)
                .withWatchReconnectInterval(SECONDS);
        if (!settings.namespace().isEmpty()) {
            config.withNamespace(settings.namespace());
        }
        return new KubernetesClientBuilder().withConfig(config.build()).build();
    }

    /** Package accounts accepts no key or session here; the routes check the token of the attempt. */
    @Bean
    @Order(0)
    SecurityFilterChain attemptSecurity(HttpSecurity http) {
        return http.securityMatcher("/internal/attempts/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(management -> management.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    BodyAllowance entriesAllowance() {
        return new BodyAllowance(
                "POST",
                AttemptController.PATH + AttemptController.MESSAGES,
                AttemptProtocol.LARGEST_BATCH,
                Duration.ofSeconds(30));
    }

    @Bean
    BodyAllowance attemptFileAllowance(KubernetesProperties settings) {
        return new BodyAllowance(
                "PUT",
                AttemptController.PATH + AttemptController.FILES,
                settings.largestFile().toBytes(),
                Duration.ofHours(1));
    }
}
