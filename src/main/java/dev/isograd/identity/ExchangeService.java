package dev.isograd.identity;

import dev.isograd.accounts.ApiKeyService.IssuedKey;
import dev.isograd.accounts.MemberRole;
import dev.isograd.accounts.identities.CiAccounts;
import dev.isograd.accounts.identities.CiAccounts.Trust;
import dev.isograd.accounts.identities.ExternalIdentity;
import dev.isograd.accounts.identities.SignInRefused;
import dev.isograd.limits.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Exchanges tokens of CI systems for keys. */
@Service
class ExchangeService {

    private final OidcProperties settings;
    private final CiTokens tokens;
    private final CiAccounts accounts;
    private final RateLimits limits;

    ExchangeService(OidcProperties settings, CiTokens tokens, CiAccounts accounts, RateLimits limits) {
        this.settings = settings;
        this.tokens = tokens;
        this.accounts = accounts;
        this.limits = limits;
    }

    /** A key and where it acts. */
    record Exchanged(IssuedKey key, TrustRule rule) {}

    /** @param project null for the project of the first rule that trusts the token */
    Exchanged exchange(HttpServletRequest request, String text, @Nullable String project) {
        limits.checkFailures(request);
        try {
            CiToken token = tokens.verify(text);
            TrustRule rule = rule(token, project);
            String repository = Objects.requireNonNull(token.repository());
            limits.exchange(token.issuer() + " " + repository);
            return new Exchanged(
                    accounts.exchange(
                            new ExternalIdentity(token.issuer(), "repository:" + repository, repository, null),
                            trust(token, rule)),
                    rule);
        } catch (InvalidToken | UntrustedToken | SignInRefused refused) {
            limits.countFailure(request);
            throw refused;
        }
    }

    private TrustRule rule(CiToken token, @Nullable String project) {
        return settings.trusted().stream()
                .filter(rule -> rule.trusts(token))
                .filter(rule -> project == null || project.equals(rule.project()))
                .findFirst()
                .orElseThrow(() -> new UntrustedToken(token));
    }

    /** The account has the highest role of any rule, so that a run on one branch does not weaken the key of another. */
    private Trust trust(CiToken token, TrustRule rule) {
        MemberRole highest = settings.trusted().stream()
                .filter(other -> other.isOf(token) && other.project().equals(rule.project()))
                .map(TrustRule::role)
                .max(Comparator.naturalOrder())
                .orElse(rule.role());
        String name = "CI %s %s".formatted(token.repository(), Objects.requireNonNullElse(token.ref(), ""));
        return new Trust(rule.project(), highest, rule.role(), ExternalIdentity.readable(name, "CI"), token.audited());
    }
}
