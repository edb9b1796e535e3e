package dev.isograd.accounts.identities;

import dev.isograd.Ids;
import dev.isograd.audit.AuditLog;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The table of identities, each of which belongs to one account. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Identities {

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    Identities(JdbcClient jdbc, AuditLog audit, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Returns the account of an identity. Others who look for the same identity wait until the transaction has ended. */
    Optional<String> find(ExternalIdentity identity) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:issuer || ' ' || :subject, 0))")
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .query((row, number) -> true)
                .single();
        return jdbc.sql("""
                update account_identity set last_seen_at = :now
                where issuer = :issuer and subject = :subject returning account_id""")
                .param("now", now())
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .query(String.class)
                .optional();
    }

    boolean isActive(String account) {
        return jdbc.sql("select active from account where id = :id")
                .param("id", account)
                .query(Boolean.class)
                .single();
    }

    /** Creates an account, without a project and without a key. */
    String open(ExternalIdentity identity, boolean isPerson) {
        String account = ids.next("acc");
        IdentityActor actor = new IdentityActor(account, null, isPerson);
        jdbc.sql("insert into account (id, name, email, created_at) values (:id, :name, :email, :now)")
                .param("id", account)
                .param("name", identity.name())
                .param("email", identity.verifiedEmail())
                .param("now", now())
                .update();
        add(identity, account);
        audit.record(
                actor,
                "account.create",
                account,
                Map.of("name", identity.name(), "issuer", identity.issuer(), "subject", identity.subject()));
        return account;
    }

    /**
     * Finds the account that an administrator has made for this person, by the address that the provider has verified.
     *
     * <p>Never an administrator's account, and never one that belongs to another identity.
     */
    Optional<String> adopt(ExternalIdentity identity) {
        if (identity.verifiedEmail() == null) {
            return Optional.empty();
        }
        List<String> accounts = jdbc.sql("""
                select a.id from account a
                where lower(a.email) = lower(:email) and a.active and not a.administrator
                and not exists (select from account_identity i where i.account_id = a.id)
                order by a.id for update""")
                .param("email", identity.verifiedEmail())
                .query((row, number) -> row.getString(1))
                .list();
        if (accounts.size() != 1) {
            return Optional.empty();
        }
        String account = accounts.getFirst();
        add(identity, account);
        audit.record(
                IdentityActor.person(account),
                "account.link",
                account,
                Map.of("issuer", identity.issuer(), "subject", identity.subject()));
        return Optional.of(account);
    }

    private void add(ExternalIdentity identity, String account) {
        jdbc.sql("insert into account_identity values (:issuer, :subject, :account, :now, :now)")
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .param("account", account)
                .param("now", now())
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
