package dev.isograd.datasets;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of data sets.
 *
 * @param fashionMnist folder with the four gzipped IDX files of Fashion-MNIST; skipped if the files do not exist
 */
@ConfigurationProperties("isograd.datasets")
record DatasetProperties(
        @DefaultValue("/usr/share/datasets/fashion-mnist") Path fashionMnist) {}
