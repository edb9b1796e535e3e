package dev.isograd.identity;

import dev.isograd.limits.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The two addresses of a sign-in at the identity provider; they exist only if the settings name one. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnIdentityProvider.class)
class ProviderSecurity {

    private static final RequestMatcher BEGIN = get(SignInAddresses.BEGIN);
    private static final RequestMatcher CALLBACK = get(SignInAddresses.CALLBACK);

    private static RequestMatcher get(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, path);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain providerFilters(
            HttpSecurity http,
            Registration registration,
            BegunSignIns begun,
            ProviderSignIn success,
            RateLimits limits) {
        FailedSignIn failure = new FailedSignIn(limits);
        // The service's own check of passwords would replace the reason of a failure.
        http.getSharedObject(AuthenticationManagerBuilder.class).parentAuthenticationManager(null);
        return http.securityMatcher(new OrRequestMatcher(BEGIN, CALLBACK))
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                .oauth2Login(login -> configure(login, registration, begun)
                        .successHandler(success)
                        .failureHandler(failure)
                        .withObjectPostProcessor(reportingTo(failure)))
                .sessionManagement(management -> management.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .securityContext(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .build();
    }

    private static OAuth2LoginConfigurer<HttpSecurity> configure(
            OAuth2LoginConfigurer<HttpSecurity> login, Registration registration, BegunSignIns begun) {
        return login.clientRegistrationRepository(registration)
                .authorizedClientRepository(new ForgottenTokens())
                .loginPage("/sign-in")
                .loginProcessingUrl(SignInAddresses.CALLBACK)
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(resolver(registration))
                        .authorizationRequestRepository(begun))
                .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(ProviderCalls.tokens()))
                .userInfoEndpoint(endpoint -> endpoint.oidcUserService(ProviderCalls.people()));
    }

    private static OAuth2AuthorizationRequestResolver resolver(Registration registration) {
        return new OneProvider(new DefaultOAuth2AuthorizationRequestResolver(registration));
    }

    private static ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> reportingTo(FailedSignIn failure) {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(failure);
                return filter;
            }
        };
    }

    /** Begins a sign-in at one address, instead of one for each of several providers. */
    private record OneProvider(DefaultOAuth2AuthorizationRequestResolver requests)
            implements OAuth2AuthorizationRequestResolver {

        @Override
        public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
            return BEGIN.matches(request) ? requests.resolve(request, Registration.ID) : null;
        }

        @Override
        public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
            return requests.resolve(request, registration);
        }
    }

    /** Keeps no token of the provider: the service never acts for a person there. */
    private static final class ForgottenTokens implements OAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registration, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String registration,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}
    }
}
