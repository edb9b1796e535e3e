package dev.isograd.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.LabelledImages;
import dev.isograd.trainer.MappedDataset;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseDatasetTests {

    @TempDir
    Path folder;

    @Test
    void isAPreparedDatasetOfTheSize() throws Exception {
        MappedDataset data = new MappedDataset(NoiseDataset.write(folder, 1 << 20));

        LabelledImages train = data.split("train");
        assertThat(train.images().size()).isBetween(1_040_000L, 1L << 20);
        assertThat(train.classes()).isEqualTo(10);
        assertThat(data.split("test").count()).isEqualTo(128);
    }
}
