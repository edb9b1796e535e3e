package dev.isograd.observability;

import static org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType.DIFFERENT;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointFilter;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Serves health and Prometheus without a key on the management port, and Prometheus nowhere else. */
@Configuration(proxyBeanMethods = false)
class ManagementPort {

    private static final EndpointId PROMETHEUS = EndpointId.of("prometheus");

    @Bean
    EndpointFilter<ExposableWebEndpoint> prometheusOnManagementPort(Environment environment) {
        return endpoint ->
                !endpoint.getEndpointId().equals(PROMETHEUS) || ManagementPortType.get(environment) == DIFFERENT;
    }

    /** Matches requests to the management port only. Other addresses on that port meet the rules of the API. */
    @Bean
    @Order(0)
    @ConditionalOnManagementPort(DIFFERENT)
    SecurityFilterChain managementSecurity(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(management -> management.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }
}
