package dev.isograd.accounts;

import dev.isograd.limits.RateLimits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Requires an API key or a session for every route that is not listed here as open. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** Turns off spans around each security filter, which would slow down every request for little use. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Checks addresses only. The firewall reports a header or parameter when something reads it, which may be after the
     * answer has begun. Package web therefore checks headers first, and package http the names of parameters.
     */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        firewall.setAllowedParameterNames(name -> true);
        firewall.setAllowedParameterValues(value -> true);
        return firewall;
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http,
            CredentialCheck credentials,
            Sessions sessions,
            RateLimits limits,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems,
            SessionCookies cookies) {
        AuthenticationEntryPoint refusal =
                (request, response, failure) -> problems.resolveException(request, response, null, failure);
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/*")
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/session")
                        .permitAll()
                        // The sign-in page asks where to sign in; a CI system brings a token of its own.
                        .requestMatchers(HttpMethod.GET, "/api/v1/oidc")
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, "/api/v1/oidc")
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/oidc/exchange")
                        .permitAll()
                        // The document contains no data of users, and tools read it before they have a key.
                        .requestMatchers(HttpMethod.GET, "/api/v1/openapi.json")
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, "/api/v1/openapi.json")
                        .permitAll()
                        // The endpoint checks the signature of the link.
                        .requestMatchers(HttpMethod.GET, "/api/v1/checkpoints/*/content")
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, "/api/v1/checkpoints/*/content")
                        .permitAll()
                        .requestMatchers("/api/**", "/actuator/**")
                        .authenticated()
                        // The files and pages of the dashboard contain no secrets.
                        .requestMatchers(HttpMethod.GET, "/**")
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, "/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .addFilterBefore(
                        new CredentialsFilter(credentials, sessions, limits, problems), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(refusal)
                        .accessDeniedHandler((request, response, failure) ->
                                problems.resolveException(request, response, null, failure)))
                .csrf(csrf -> csrf.spa().requireCsrfProtectionMatcher(request -> needsToken(request, cookies)))
                .sessionManagement(management -> management.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .securityContext(context -> context.disable())
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                // Package web writes the headers, so that answers from outside of these filters have them as well.
                .headers(AbstractHttpConfigurer::disable)
                .build();
    }

    /** Browsers add only cookies by themselves; a request without one cannot be forged. */
    private static boolean needsToken(HttpServletRequest request, SessionCookies cookies) {
        return !SAFE.contains(request.getMethod())
                && cookies.isSent(request)
                && CredentialsFilter.bearer(request) == null
                && !request.getRequestURI().equals("/api/v1/session");
    }

    /** Prevents Spring Boot from creating a user with a generated password. */
    @Bean
    AuthenticationManager noPasswords() {
        return authentication -> {
            throw new BadCredentialsException("Passwords are not supported");
        };
    }
}
