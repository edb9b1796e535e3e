package dev.isograd.accounts.identities;

import dev.isograd.accounts.MemberRole;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the groups of a person give.
 *
 * @param projects roles by project, the one in which a session begins first
 * @param isAdministrator whether a group makes the person an administrator of the service
 */
public record GroupRoles(Map<String, MemberRole> projects, boolean isAdministrator) {

    public GroupRoles {
        projects = Collections.unmodifiableMap(new LinkedHashMap<>(projects));
    }
}
