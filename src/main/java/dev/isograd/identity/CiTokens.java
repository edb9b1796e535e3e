package dev.isograd.identity;

import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.stereotype.Component;

/** Verifies tokens of CI systems. */
@Component
class CiTokens {

    static final int LONGEST = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(CiTokens.class);

    private final OidcProperties settings;
    private final SignedTokens tokens;

    CiTokens(OidcProperties settings, SignedTokens tokens) {
        this.settings = settings;
        this.tokens = tokens;
    }

    /** @throws InvalidToken if the token is not genuine, not valid now, or not meant for this service */
    CiToken verify(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidToken("it has more than %d characters".formatted(LONGEST));
        }
        String issuer = issuer(text);
        List<TrustRule> rules = settings.trusted().stream()
                .filter(rule -> rule.issuer().equals(issuer))
                .toList();
        if (issuer == null || rules.isEmpty()) {
            throw new InvalidToken("this service does not trust its issuer");
        }
        List<String> audiences = rules.stream().map(TrustRule::audience).toList();
        try {
            return new CiToken(tokens.verify(issuer, text, validator(issuer, audiences)));
        } catch (BadJwtException bad) {
            LOG.info("Refused a token of {}: {}", issuer, bad.getMessage());
            throw new InvalidToken(reason(bad));
        }
    }

    /** The issuer only chooses the keys; the signature is checked next. */
    private static @Nullable String issuer(String text) {
        try {
            return JWTParser.parse(text).getJWTClaimsSet().getIssuer();
        } catch (ParseException | RuntimeException malformed) {
            throw new InvalidToken("it is not a JSON Web Token");
        }
    }

    private static OAuth2TokenValidator<Jwt> validator(String issuer, List<String> audiences) {
        return new DelegatingOAuth2TokenValidator<>(
                new JwtClaimValidator<Object>("exp", Objects::nonNull),
                new JwtTimestampValidator(SignedTokens.ALLOWED_SKEW),
                new JwtClaimValidator<Object>("iss", value -> value != null && issuer.equals(value.toString())),
                new JwtClaimValidator<List<String>>(
                        "aud", value -> value != null && value.stream().anyMatch(audiences::contains)),
                new JwtClaimValidator<String>("sub", value -> value != null && !value.isBlank()));
    }

    /** Says what its owner can mend, and nothing about keys. */
    private static String reason(BadJwtException bad) {
        String message = Objects.requireNonNullElse(bad.getMessage(), "");
        if (message.contains("expired at") || message.contains("expiresAt must be after")) {
            return "it has expired";
        }
        if (message.contains("used before")) {
            return "it is not valid yet";
        }
        if (message.contains("aud claim")) {
            return "it is meant for another audience";
        }
        if (message.contains("exp claim") || message.contains("sub claim")) {
            return "it has no expiry or no subject";
        }
        return "its signature is not one of its issuer";
    }
}
