package dev.isograd.identity;

import dev.isograd.http.PublicUrl;
import org.springframework.context.annotation.Conditional;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.stereotype.Component;

/** This service as the identity provider knows it, put together when somebody signs in. */
@Component
@Conditional(OnIdentityProvider.class)
class Registration implements ClientRegistrationRepository {

    static final String ID = "oidc";

    private final OidcProperties settings;
    private final Discovery discovery;
    private final PublicUrl url;

    Registration(OidcProperties settings, Discovery discovery, PublicUrl url) {
        this.settings = settings;
        this.discovery = discovery;
        this.url = url;
    }

    @Override
    public ClientRegistration findByRegistrationId(String id) {
        try {
            boolean isPublic = settings.clientSecret().isBlank();
            ClientRegistration.Builder client = ClientRegistrations.fromOidcConfiguration(
                            discovery.of(settings.issuer()).document())
                    .registrationId(ID)
                    .clientId(settings.clientId())
                    .clientSecret(settings.clientSecret())
                    .scope(settings.scopes())
                    .redirectUri(callback());
            return (isPublic ? client.clientAuthenticationMethod(ClientAuthenticationMethod.NONE) : client).build();
        } catch (IdentityProviderUnavailable | IllegalArgumentException unusable) {
            throw new OAuth2AuthenticationException(new OAuth2Error("provider_unavailable"), unusable);
        }
    }

    /** Never built from the request, whose sender would decide where the provider sends the code. */
    String callback() {
        String address = url.of(SignInAddresses.CALLBACK);
        if (address.startsWith("/")) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error("no_public_url"), "isograd.web.public-url must be set for the sign-in");
        }
        return address;
    }
}
