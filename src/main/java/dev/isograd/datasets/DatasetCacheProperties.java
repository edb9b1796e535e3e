package dev.isograd.datasets;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The setting of the cache of imported data sets.
 *
 * @param datasetCache size of the data sets that this machine keeps; one in use is kept even if it is larger
 */
@ConfigurationProperties("isograd.worker")
record DatasetCacheProperties(@DefaultValue("50GB") DataSize datasetCache) {}
