package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.data.ImageBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedDatasetTests {

    @TempDir
    Path folder;

    @BeforeEach
    void writeTwoImagesOfTwoByTwo() throws Exception {
        write(new byte[] {0, 1, 2, 3, 4, 5, 6, (byte) 255}, labels(1, 0), "images.u8");
    }

    @Test
    void mapsImagesAndLabels() {
        LabelledImages train = new MappedDataset(folder).split("train");

        assertThat(train.count()).isEqualTo(2);
        assertThat(train.images().get(7)).isEqualTo((byte) 255);
        assertThat(train.labels().get(0)).isEqualTo(1);
        assertThat(train.classes()).isEqualTo(2);
    }

    @Test
    void readsAFileBeyondTwoGibibytesAndNoticesThatItShrinks() throws IOException {
        Path file = folder.resolve("large.u8");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
            sparse.seek((5L << 29) + 1);
            sparse.write(7);
            ImageBytes images = ImageFile.open(file).bytes();

            assertThat(images.size()).isEqualTo(3L << 30);
            assertThat(images.get((5L << 29) + 1)).isEqualTo((byte) 7);
            sparse.setLength(1);
            assertThatThrownBy(() -> images.get(5L << 29))
                    .isInstanceOf(BadData.class)
                    .hasMessageContaining("large.u8");
        }
    }

    @Test
    void refusesAChangedByte() throws IOException {
        Files.write(folder.resolve("images.u8"), new byte[] {0, 1, 2, 3, 4, 5, 6, 7});

        assertThatThrownBy(() -> new MappedDataset(folder).split("train"))
                .isInstanceOf(BadData.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Files.write(folder.resolve("images.u8"), new byte[] {0, 1, 2});

        assertThatThrownBy(() -> new MappedDataset(folder).split("train"))
                .isInstanceOf(BadData.class)
                .hasMessageContaining("3 bytes");
    }

    @Test
    void refusesALabelWithoutAClass() throws Exception {
        write(new byte[8], labels(1, 2), "images.u8");

        assertThatThrownBy(() -> new MappedDataset(folder).split("train"))
                .isInstanceOf(BadData.class)
                .hasMessageContaining("Label 1 of the train images is 2");
    }

    @Test
    void refusesAPathInTheManifest() throws Exception {
        write(new byte[8], labels(0, 0), "../images.u8");

        assertThatThrownBy(() -> new MappedDataset(folder).split("train"))
                .isInstanceOf(BadData.class)
                .hasMessageContaining("by a path");
    }

    @Test
    void refusesAnUnknownFormatAndAMissingManifest() throws IOException {
        Files.writeString(
                folder.resolve("manifest.json"), "{\"format\":\"other/1\",\"channels\":1,\"height\":1,\"width\":1}");
        assertThatThrownBy(() -> new MappedDataset(folder))
                .isInstanceOf(BadData.class)
                .hasMessageContaining("other/1");

        Files.delete(folder.resolve("manifest.json"));
        assertThatThrownBy(() -> new MappedDataset(folder)).isInstanceOf(BadData.class);
    }

    private static byte[] labels(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    private void write(byte[] images, byte[] labels, String imageFile) throws Exception {
        Files.write(folder.resolve("images.u8"), images);
        Files.write(folder.resolve("labels.i32"), labels);
        Files.writeString(folder.resolve("manifest.json"), """
                {"format":"isograd-images/1","classes":["a","b"],"channels":1,"height":2,"width":2,"splits":{"train":
                {"count":2,"images":{"file":"%s","bytes":8,"sha256":"%s"},"labels":{"file":"labels.i32","bytes":8,"sha256":"%s"}}}}
                """.formatted(imageFile, sha256(images), sha256(labels)));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
