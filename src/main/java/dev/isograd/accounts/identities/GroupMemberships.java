package dev.isograd.accounts.identities;

import dev.isograd.accounts.ApiKeyService;
import dev.isograd.accounts.MemberRole;
import dev.isograd.audit.AuditLog;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Brings the roles that groups give up to date. Roles that an administrator gave stay as they are. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class GroupMemberships {

    private static final Logger LOG = LoggerFactory.getLogger(GroupMemberships.class);

    private final JdbcClient jdbc;
    private final ApiKeyService keys;
    private final AuditLog audit;
    private final InstantSource clock;

    GroupMemberships(JdbcClient jdbc, ApiKeyService keys, AuditLog audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    void update(IdentityActor person, GroupRoles roles) {
        Map<String, MemberRole> before = ofGroups(person.account());
        TreeSet<String> changed = new TreeSet<>(before.keySet());
        changed.addAll(roles.projects().keySet());
        changed.removeIf(
                project -> Objects.equals(before.get(project), roles.projects().get(project)));
        // In the order of their ids, so that two sign-ins cannot wait for each other.
        for (String project : changed) {
            MemberRole role = roles.projects().get(project);
            if (role == null) {
                remove(person, project);
            } else {
                put(person, project, role);
            }
        }
        setAdministrator(person, roles.isAdministrator());
    }

    private Map<String, MemberRole> ofGroups(String account) {
        Map<String, MemberRole> roles = new HashMap<>();
        jdbc.sql("select project_id, role from project_member where account_id = :account and by_group")
                .param("account", account)
                .query(row -> {
                    roles.put(row.getString(1), MemberRole.valueOf(row.getString(2)));
                });
        return roles;
    }

    /** Gives a role by a group, or by the trust in a CI system. */
    void put(IdentityActor actor, String project, MemberRole role) {
        if (!lock(project)) {
            LOG.warn(
                    "The settings give account {} a role in project {}, which does not exist",
                    actor.account(),
                    project);
            return;
        }
        int rows = jdbc.sql("""
                insert into project_member (project_id, account_id, role, since, by_group)
                values (:project, :account, :role, :now, true)
                on conflict (project_id, account_id) do update set role = excluded.role
                where project_member.by_group and project_member.role <> excluded.role""")
                .param("project", project)
                .param("account", actor.account())
                .param("role", role.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (rows > 0) {
            audit.record(actor, "member.set", project, details(actor, Map.of("role", role.word())));
        }
    }

    private void remove(IdentityActor person, String project) {
        lock(project);
        int rows = jdbc.sql(
                        "delete from project_member where project_id = :project and account_id = :account and by_group")
                .param("project", project)
                .param("account", person.account())
                .update();
        if (rows > 0) {
            keys.revokeAll(person.account(), project);
            audit.record(person, "member.remove", project, details(person, Map.of()));
        }
    }

    private void setAdministrator(IdentityActor person, boolean isAdministrator) {
        int rows = jdbc.sql(isAdministrator ? """
                update account set administrator = true, administrator_by_group = true
                where id = :account and not administrator""" : """
                update account set administrator = false, administrator_by_group = false
                where id = :account and administrator_by_group""")
                .param("account", person.account())
                .update();
        if (rows > 0) {
            audit.record(
                    person,
                    "account.update",
                    person.account(),
                    details(person, Map.of("administrator", isAdministrator)));
        }
    }

    /** Changes of a project's members wait for each other. */
    private boolean lock(String project) {
        return jdbc.sql("select id from project where id = :project for update")
                .param("project", project)
                .query(String.class)
                .optional()
                .isPresent();
    }

    private static Map<String, Object> details(IdentityActor actor, Map<String, Object> more) {
        Map<String, Object> details = new HashMap<>(more);
        details.put("account", actor.account());
        details.put("by", "identity provider");
        return details;
    }
}
