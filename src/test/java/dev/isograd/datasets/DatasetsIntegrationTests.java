package dev.isograd.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Api;
import dev.isograd.Digests;
import dev.isograd.IsogradTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@IsogradTest
class DatasetsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private DatasetFolders folders;

    @Test
    void listsTheSample() {
        Api.Answer list = api.get("/datasets");

        assertThat(list.body().at("/hasMore").asBoolean()).isFalse();
        assertThat(list.at("/data/0/name")).isEqualTo("fashion-mnist-sample");
        assertThat(list.body().at("/data/0/trainCount").asInt()).isEqualTo(10_000);
        assertThat(list.body().at("/data/0/testCount").asInt()).isEqualTo(2000);
        assertThat(list.body().at("/data/0/classes").size()).isEqualTo(10);
        assertThat(list.at("/data/0/license")).isEqualTo("MIT");
    }

    @Test
    void findsDatasetByIdAndByName() {
        Api.Answer byName = api.get("/datasets/fashion-mnist-sample");

        assertThat(byName.at("/id")).startsWith("ds_");
        assertThat(api.get("/datasets/" + byName.at("/id")).text()).isEqualTo(byName.text());
    }

    @Test
    void preparesTheSampleForMapping() throws IOException {
        Path folder = folders.locate("fashion-mnist-sample");

        assertThat(folder.resolve("train-images.u8")).hasSize(10_000L * 28 * 28);
        assertThat(countPerClass(folder.resolve("train-labels.i32"))).containsOnly(1000);
        assertThat(countPerClass(folder.resolve("test-labels.i32"))).containsOnly(200);
        assertThat(api.get("/datasets/fashion-mnist-sample").at("/digest"))
                .isEqualTo(Digests.of(folder.resolve("manifest.json")));
    }

    private static int[] countPerClass(Path file) throws IOException {
        IntBuffer labels = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        int[] counts = new int[10];
        while (labels.hasRemaining()) {
            counts[labels.get()]++;
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "..", "../x", "", "a/b", "Fashion", ".fashion-mnist-sample.draft"})
    void rejectsUnknownAndUnsafeNames(String name) {
        assertThatThrownBy(() -> folders.locate(name)).isInstanceOf(DatasetNotFound.class);
    }
}
