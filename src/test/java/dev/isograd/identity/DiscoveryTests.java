package dev.isograd.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import tools.jackson.databind.json.JsonMapper;

class DiscoveryTests {

    private final Discovery discovery = new Discovery(new JsonMapper());

    @Test
    void asksWhenItIsNeededAndRemembers() {
        CiIssuer issuer = new CiIssuer();
        assertThat(discovery.of(issuer.address()).keys()).isEqualTo(issuer.address() + "/keys");

        issuer.setAway(true);

        assertThat(discovery.of(issuer.address()).keys()).isEqualTo(issuer.address() + "/keys");
    }

    @Test
    void saysThatAnIssuerIsAwayAndTriesAgain() throws InterruptedException {
        CiIssuer issuer = new CiIssuer();
        issuer.setAway(true);
        assertThatThrownBy(() -> discovery.of(issuer.address()))
                .isInstanceOfSatisfying(IdentityProviderUnavailable.class, problem -> {
                    assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                    assertThat(problem.getHeaders().getFirst("Retry-After")).isEqualTo("10");
                });

        issuer.setAway(false);

        assertThatThrownBy(() -> discovery.of(issuer.address()))
                .as("a failure counts for five seconds")
                .isInstanceOf(IdentityProviderUnavailable.class);
        Thread.sleep(Duration.ofMillis(5_200));
        assertThat(discovery.of(issuer.address()).keys()).isNotBlank();
    }

    @Test
    void waitsFiveSecondsForASlowIssuer() {
        CiIssuer issuer = new CiIssuer();
        issuer.setDelay(Duration.ofSeconds(20));
        long start = System.nanoTime();

        assertThatThrownBy(() -> discovery.of(issuer.address())).isInstanceOf(IdentityProviderUnavailable.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void readsNoHugeDocumentAndNoneOfAnotherIssuer() {
        CiIssuer huge = new CiIssuer();
        huge.setPadding("x".repeat(1_000_000));
        assertThatThrownBy(() -> discovery.of(huge.address())).isInstanceOf(IdentityProviderUnavailable.class);

        String otherName = new CiIssuer().address() + "/";
        assertThatThrownBy(() -> discovery.of(otherName))
                .isInstanceOf(IdentityProviderUnavailable.class)
                .hasRootCauseMessage("it calls itself " + otherName.substring(0, otherName.length() - 1));
    }

    /** The first token must not be called wrong because the keys cannot be fetched. */
    @Test
    void tellsAnIssuerThatIsAwayFromAWrongToken() {
        CiIssuer issuer = new CiIssuer();
        discovery.of(issuer.address());
        issuer.setAway(true);
        SignedTokens tokens = new SignedTokens(discovery);
        String token = issuer.sign(issuer.claims());

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> tokens.verify(issuer.address(), token, DiscoveryTests::accept))
                    .isInstanceOf(IdentityProviderUnavailable.class);
        }
    }

    private static OAuth2TokenValidatorResult accept(Jwt token) {
        return OAuth2TokenValidatorResult.success();
    }
}
