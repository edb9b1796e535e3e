package dev.isograd.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxSplitTests {

    @TempDir
    private Path folder;

    @Test
    void writesImagesUnchangedAndLabelsAsLittleEndianIntegers() throws IOException {
        IdxSplit split = split(idx(new int[] {2, 1, 3}, 1, 2, 3, 250, 251, 252), idx(new int[] {2}, 9, 0));

        IdxSplit.Written written = split.write(folder, "train", 10);

        assertThat(written.height()).isEqualTo(1);
        assertThat(written.width()).isEqualTo(3);
        assertThat(written.split().count()).isEqualTo(2);
        assertThat(Files.readAllBytes(folder.resolve("train-images.u8"))).containsExactly(1, 2, 3, 250, 251, 252);
        assertThat(Files.readAllBytes(folder.resolve("train-labels.i32"))).containsExactly(9, 0, 0, 0, 0, 0, 0, 0);
        assertThat(written.split().images().sha256()).isEqualTo(Digests.of(folder.resolve("train-images.u8")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01000801 00000001", // does not begin with zeros
                "00000901 00000001", // signed bytes
                "00000d01 00000001", // floats
                "00000800", // rank 0
                "00000805 00000001 00000001 00000001 00000001 00000001", // rank 5
                "000008ff 00000001", // rank -1
                "00000801 00000000", // empty
                "00000801 ffffffff", // negative
                "00000801 80000000", // most negative
                "00000803 7fffffff 0000ffff 0000ffff", // product wraps an int
                "00000804 00010000 00010000 00010000 00010000", // product wraps a long
                "00000802 00010000 00008000", // 2^31
                "00000803 00000001 00000000 00000001", // no height
                "00000803 00000000 7fffffff 7fffffff" // no images
            })
    void rejectsInvalidHeaders(String hex) {
        assertThatThrownBy(() -> IdxHeader.read(bytes(hex))).isInstanceOf(InvalidDataset.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "000008", "00000801", "00000801 000000", "00000803 00000001 00000001"})
    void rejectsTruncatedHeaders(String hex) {
        assertThatThrownBy(() -> IdxHeader.read(bytes(hex))).isInstanceOf(EOFException.class);
    }

    @Test
    void acceptsTheLargestSizes() throws IOException {
        assertThat(IdxHeader.read(bytes("00000801 7fffffff")).elements()).isEqualTo(Integer.MAX_VALUE);
        assertThat(IdxHeader.read(bytes("00000804 00000001 00000001 00000001 00000001"))
                        .sizes())
                .isEqualTo(List.of(1, 1, 1, 1));
    }

    @Test
    void rejectsFilesThatDoNotMatch() throws IOException {
        byte[] image = idx(new int[] {1, 1, 1}, 7);
        byte[] label = idx(new int[] {1}, 3);

        assertRejects(split(image, idx(new int[] {2}, 3, 3)), "1 images but");
        assertRejects(split(label, label), "contains no images");
        assertRejects(split(image, image), "no labels");
        assertRejects(split(image, idx(new int[] {1}, 10)), "Label 10 is out of range for 10 classes");
        assertRejects(split(image, idx(new int[] {1}, 255)), "Label 255 is out of range for 10 classes");
        assertRejects(split(idx(new int[] {1, 2, 1}, 7), label), "elements too short");
        assertRejects(split(idx(new int[] {1, 1, 1}, 7, 7), label), "more bytes than its header declares");
        assertRejects(split(idx(new int[] {1, 5000, 1}, 7), label), "longer than");
    }

    @Test
    void allocatesNoMemoryForMissingImages() throws IOException {
        IdxSplit split = split(idx(new int[] {524_287, 64, 64}, 7), idx(new int[] {524_287}, 3));

        assertRejects(split, "elements too short");
    }

    private void assertRejects(IdxSplit split, String why) {
        assertThatThrownBy(() -> split.write(folder, "x", 10))
                .isInstanceOf(InvalidDataset.class)
                .hasMessageContaining(why);
    }

    private IdxSplit split(byte[] images, byte[] labels) throws IOException {
        return new IdxSplit(gzip("images.gz", images), gzip("labels.gz", labels));
    }

    private Path gzip(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
        return file;
    }

    private static byte[] idx(int[] sizes, int... elements) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0, 0, 8, (byte) sizes.length});
        for (int size : sizes) {
            out.write(ByteBuffer.allocate(4).putInt(size).array());
        }
        for (int element : elements) {
            out.write(element);
        }
        return out.toByteArray();
    }

    private static ByteArrayInputStream bytes(String hex) {
        return new ByteArrayInputStream(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
