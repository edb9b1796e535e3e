package dev.isograd.uploads;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of the sources of data sets other than uploads.
 *
 * @param addresses whether data sets may come from https addresses
 * @param allowPrivate whether such an address may lead into a private network, and have any port
 * @param addressBytes largest file from an address
 * @param addressTime longest time of a download
 * @param folders folders on the disks of the workers whose files may be imported
 */
@ConfigurationProperties("isograd.imports")
record ImportSourceProperties(
        @DefaultValue("false") boolean addresses,
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("20GB") DataSize addressBytes,
        @DefaultValue("1h") Duration addressTime,
        @DefaultValue("") List<Path> folders) {

    ImportSourceProperties {
        folders = folders.stream()
                .filter(folder -> !folder.toString().isBlank())
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
        if (addressBytes.toBytes() < 1 || !addressTime.isPositive()) {
            throw new IllegalArgumentException(
                    "isograd.imports.address-bytes and isograd.imports.address-time must be greater than zero");
        }
    }
}
