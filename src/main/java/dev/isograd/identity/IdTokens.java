package dev.isograd.identity;

import org.springframework.context.annotation.Conditional;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.stereotype.Component;

/** Verifies the tokens that the identity provider issues about people. */
@Component
@Conditional(OnIdentityProvider.class)
class IdTokens implements JwtDecoderFactory<ClientRegistration> {

    private final OidcProperties settings;
    private final SignedTokens tokens;

    IdTokens(OidcProperties settings, SignedTokens tokens) {
        this.settings = settings;
        this.tokens = tokens;
    }

    @Override
    public JwtDecoder createDecoder(ClientRegistration client) {
        OidcIdTokenValidator standard = new OidcIdTokenValidator(client);
        standard.setClockSkew(SignedTokens.ALLOWED_SKEW);
        OAuth2TokenValidator<Jwt> claims =
                new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(SignedTokens.ALLOWED_SKEW), standard);
        return token -> {
            try {
                return converted(tokens.verify(settings.issuer(), token, claims));
            } catch (IdentityProviderUnavailable away) {
                throw new JwtException("The keys are not known", away);
            }
        };
    }

    /** Spring Security reads claims of these types. */
    private static Jwt converted(Jwt jwt) {
        return Jwt.withTokenValue(jwt.getTokenValue())
                .headers(headers -> headers.putAll(jwt.getHeaders()))
                .claims(claims -> claims.putAll(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter()
                        .convert(jwt.getClaims())))
                .build();
    }
}
