package dev.isograd;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings every part reads.
 *
 * @param dataDir everything this process keeps on disk lies under it
 * @param roles what this process does
 */
@ConfigurationProperties("isograd")
public record IsogradProperties(
        @DefaultValue("./data") Path dataDir,
        @DefaultValue({"api", "worker"}) Set<Role> roles) {

    public IsogradProperties {
        dataDir = dataDir.toAbsolutePath().normalize();
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("isograd.roles is empty; give api, worker or both");
        }
    }

    static Set<Role> everyRole() {
        return EnumSet.allOf(Role.class);
    }
}
