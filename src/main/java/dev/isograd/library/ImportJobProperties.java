package dev.isograd.library;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the job of an import needs.
 *
 * @param memory by which the queue chooses a worker
 */
@ConfigurationProperties("isograd.imports")
record ImportJobProperties(@DefaultValue("1536MB") DataSize memory) {}
