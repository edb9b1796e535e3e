package dev.isograd;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings that several packages use.
 *
 * @param dataDir the directory for all files of this process
 * @param roles the roles of this process
 */
@ConfigurationProperties("isograd")
public record IsogradProperties(
        @DefaultValue("./data") Path dataDir,
        @DefaultValue({"api", "worker"}) Set<Role> roles) {

    public IsogradProperties {
        dataDir = dataDir.toAbsolutePath().normalize();
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("isograd.roles is empty; set it to api, worker or both");
        }
        if (roles.size() > 1 && !allRoles().containsAll(roles)) {
            throw new IllegalArgumentException(
                    "isograd.roles contains a task (migrate, smoke-test) beside another role; "
                            + "a task needs a process of its own");
        }
    }

    /** The roles of the service, without those that are tasks. */
    static Set<Role> allRoles() {
        return EnumSet.of(Role.API, Role.WORKER);
    }
}
