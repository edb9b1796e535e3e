package dev.isograd.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class FashionMnistTests {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void convertsAllImages(@TempDir Path folder) {
        FashionMnist installed = new FashionMnist(Path.of("/usr/share/datasets/fashion-mnist"), JSON);
        assumeTrue(installed.isInstalled(), "dataset-fashion-mnist is not installed");
        PreparedFolder prepared = new PreparedFolder(folder.resolve("fashion-mnist"), JSON);

        prepared.write(installed::convert);

        assertThat(prepared.manifest().splits().train().count()).isEqualTo(60_000);
        assertThat(prepared.manifest().splits().test().count()).isEqualTo(10_000);
        assertThat(prepared.manifest().height()).isEqualTo(28);
    }

    @Test
    void isNotInstalledInAnEmptyFolder(@TempDir Path folder) {
        assertThat(new FashionMnist(folder, JSON).isInstalled()).isFalse();
    }
}
