package dev.isograd.accounts.identities;

import dev.isograd.accounts.ApiKeyService;
import dev.isograd.accounts.ApiKeyService.IssuedKey;
import dev.isograd.accounts.MemberRole;
import dev.isograd.audit.AuditLog;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gives CI systems keys that live an hour; each repository has one account, made at first sight. */
@Service
public class CiAccounts {

    static final Duration KEY_LIFETIME = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Identities identities;
    private final GroupMemberships memberships;
    private final ApiKeyService keys;
    private final AuditLog audit;
    private final InstantSource clock;

    CiAccounts(
            JdbcClient jdbc,
            Identities identities,
            GroupMemberships memberships,
            ApiKeyService keys,
            AuditLog audit,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.identities = identities;
        this.memberships = memberships;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What a trusted token gives.
     *
     * @param memberRole role of the account in the project: the highest that any token of the repository gives
     * @param keyRole what this token gives, which the scopes of its key allow at most
     * @param keyName what the key is for
     * @param claims what the audit table keeps of the token
     */
    public record Trust(
            String project, MemberRole memberRole, MemberRole keyRole, String keyName, Map<String, String> claims) {

        public Trust {
            claims = Map.copyOf(claims);
        }
    }

    /** @throws SignInRefused if the account was deactivated, or the project does not exist */
    @Transactional
    public IssuedKey exchange(ExternalIdentity repository, Trust trust) {
        String account = identities.find(repository).orElseGet(() -> identities.open(repository, false));
        if (!identities.isActive(account)) {
            throw SignInRefused.inactive();
        }
        memberships.put(IdentityActor.system(account, null), trust.project(), trust.memberRole());
        if (!isMember(account, trust.project())) {
            throw SignInRefused.projectGone(trust.project());
        }
        Instant now = clock.instant();
        dropExpiredKeys(account, now);
        IssuedKey key = keys.issue(account, trust.project(), trust.keyName(), trust.keyRole(), now.plus(KEY_LIFETIME));
        Map<String, Object> details = new HashMap<>(trust.claims());
        details.put("name", trust.keyName());
        details.put("project", trust.project());
        details.put("scopes", key.scopes());
        details.put("expiresAt", key.expiresAt().toString());
        audit.record(IdentityActor.system(account, key.id()), "key.exchange", key.id(), details);
        return key;
    }

    private boolean isMember(String account, String project) {
        return jdbc.sql(
                        "select exists (select from project_member where account_id = :account and project_id = :project)")
                .param("account", account)
                .param("project", project)
                .query(Boolean.class)
                .single();
    }

    /** The list of a project's keys would otherwise grow with each run. */
    private void dropExpiredKeys(String account, Instant now) {
        jdbc.sql("""
                update api_key set revoked_at = :now
                where account_id = :account and expires_at < :now and revoked_at is null""")
                .param("account", account)
                .param("now", Timestamp.from(now))
                .update();
    }
}
