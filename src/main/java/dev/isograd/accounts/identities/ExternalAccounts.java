package dev.isograd.accounts.identities;

import dev.isograd.accounts.Caller;
import dev.isograd.accounts.Grants;
import dev.isograd.accounts.members.ProjectService;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Signs in people whom an identity provider vouches for; makes their accounts at first sight. */
@Service
public class ExternalAccounts {

    private final JdbcClient jdbc;
    private final Identities identities;
    private final GroupMemberships memberships;
    private final ProjectService projects;
    private final Grants grants;

    ExternalAccounts(
            JdbcClient jdbc,
            Identities identities,
            GroupMemberships memberships,
            ProjectService projects,
            Grants grants) {
        this.jdbc = jdbc;
        this.identities = identities;
        this.memberships = memberships;
        this.projects = projects;
        this.grants = grants;
    }

    /**
     * Returns what the person may do, after the roles of the groups were brought up to date.
     *
     * @param ownProject whether a new account gets a project of its own
     * @throws SignInRefused if the account is not active or has no project; roles of groups that are gone end nevertheless
     */
    @Transactional(noRollbackFor = SignInRefused.class)
    public Caller signIn(ExternalIdentity identity, GroupRoles roles, boolean ownProject) {
        String account = identities
                .find(identity)
                .or(() -> identities.adopt(identity))
                .orElseGet(() -> {
                    if (!ownProject && roles.projects().isEmpty()) {
                        throw SignInRefused.noProject();
                    }
                    return open(identity, ownProject);
                });
        memberships.update(IdentityActor.person(account), roles);
        if (!identities.isActive(account)) {
            throw SignInRefused.inactive();
        }
        return grants.ofSession(account, firstProject(account, roles.projects().keySet()), null)
                .orElseThrow(SignInRefused::noProject);
    }

    private String open(ExternalIdentity identity, boolean ownProject) {
        String account = identities.open(identity, true);
        if (ownProject) {
            projects.open(account, identity.name(), null);
        }
        return account;
    }

    /** Returns the project in which a session begins: the first that a group gives, or else the oldest. */
    private String firstProject(String account, Collection<String> ofGroups) {
        List<String> all = jdbc.sql(
                        "select project_id from project_member where account_id = :account order by project_id")
                .param("account", account)
                .query((row, number) -> row.getString(1))
                .list();
        return ofGroups.stream()
                .filter(all::contains)
                .findFirst()
                .or(() -> all.stream().findFirst())
                .orElseThrow(SignInRefused::noProject);
    }
}
