package dev.isograd.identity;

import dev.isograd.accounts.MemberRole;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The role that a group of the identity provider gives in a project.
 *
 * @param group name of the group, exactly as the provider sends it
 * @param project id of the project
 */
record GroupRule(
        @DefaultValue("") String group,
        @DefaultValue("") String project,
        @DefaultValue("member") MemberRole role) {

    GroupRule {
        if (group.isBlank() || project.isBlank()) {
            throw new IllegalArgumentException("isograd.oidc.groups[] needs a group and the id of a project");
        }
    }
}
