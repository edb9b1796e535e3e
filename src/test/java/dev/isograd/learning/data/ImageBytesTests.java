package dev.isograd.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ImageBytesTests {

    private static final int SIDE = 1 << 10;

    /** Every byte of an image is the image's number. */
    private static final ImageBytes THREE_GIBIBYTES = new ImageBytes(3L << 30, (offset, target) -> {
        byte number = (byte) (offset / (SIDE * SIDE));
        while (target.hasRemaining()) {
            target.put(number);
        }
    });

    @Test
    void loadsImagesBeyondTwoGibibytes() {
        Normalization asTheyAre = new Normalization(new double[] {0}, new double[] {1 / 255.0});
        try (NDManager manager = NDManager.newBaseManager()) {
            BatchLoader loader = new BatchLoader(
                    manager,
                    DataType.FLOAT64,
                    THREE_GIBIBYTES,
                    IntBuffer.allocate(3 << 10),
                    new Shape(1, SIDE, SIDE),
                    2,
                    asTheyAre);

            double[] pixels = loader.load(new int[] {3071, 2049, 0}, 0, 3, 0, Augmentation.NONE)
                    .images_BCHW()
                    .toDoubleArray();

            assertThat(new double[] {pixels[0], pixels[SIDE * SIDE], pixels[2 * SIDE * SIDE]})
                    .containsExactly(new double[] {255, 1, 0}, within(1e-9));
        }
    }

    @Test
    void findsDigestAndStatisticsInOnePass() throws Exception {
        byte[] bytes = new byte[3 * 2 * 700_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 700_000);
        }
        AtomicLong read = new AtomicLong();
        ImageBytes images = new ImageBytes(bytes.length, (offset, target) -> {
            read.addAndGet(target.remaining());
            target.put(bytes, (int) offset, target.remaining());
        });

        ImageScan scan = images.scan(2, 700_000);
        images.scan(2, 700_000).normalization();

        assertThat(read).hasValue(bytes.length);
        assertThat(scan.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        for (int channel = 0; channel < 2; channel++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < bytes.length; i++) {
                double level = i / 700_000 % 2 == channel ? Byte.toUnsignedInt(bytes[i]) : 0;
                sum += level;
                squares += level * level;
            }
            double mean = sum / 2_100_000;
            assertThat(scan.normalization().means()[channel]).isEqualTo(mean / 255);
            assertThat(scan.normalization().deviations()[channel])
                    .isEqualTo(Math.sqrt(squares / 2_100_000 - mean * mean) / 255);
        }
    }

    @Test
    void refusesToReadBeyondItsEnd() {
        ImageBytes images = ImageBytes.of(ByteBuffer.allocate(10));

        assertThatThrownBy(() -> images.read(8, ByteBuffer.allocate(3))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> images.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
