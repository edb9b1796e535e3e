package dev.isograd.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class DatasetPropertiesTests {

    @Test
    void pinsTheDefaults() {
        assertThat(new Binder().bindOrCreate("isograd.datasets", DatasetProperties.class))
                .isEqualTo(new DatasetProperties(Path.of("/usr/share/datasets/fashion-mnist")));
    }
}
