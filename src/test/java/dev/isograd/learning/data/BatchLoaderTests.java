package dev.isograd.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.data.Augmentation.Placement;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchLoaderTests {

    private static final Normalization BYTES_AS_THEY_ARE =
            new Normalization(new double[] {0, 0}, new double[] {1 / 255.0, 1 / 255.0});

    private static final IntBuffer LABELS = IntBuffer.wrap(new int[] {0, 2, 1});

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void gathersImagesAndLabelsInTheOrderGiven() {
        Batch batch = loader(BYTES_AS_THEY_ARE).load(new int[] {2, 0, 1}, 1, 3, 0, Augmentation.NONE);

        assertThat(batch.images_BCHW().getShape()).isEqualTo(new Shape(2, 2, 2, 3));
        assertThat(batch.images_BCHW().toDoubleArray())
                .containsExactly(
                        new double[] {
                            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23
                        },
                        within(1e-9));
        assertThat(batch.labels_BC().toDoubleArray()).containsExactly(1, 0, 0, 0, 0, 1);
    }

    @Test
    void normalizesEachChannelWithTheTrainingStatistics() {
        Normalization normalization = Normalization.of(images(), 2, 6);

        double[] values = loader(normalization)
                .load(new int[] {0, 1, 2}, 0, 3, 0, Augmentation.NONE)
                .images_BCHW()
                .toDoubleArray();

        double[] mean = new double[2];
        double[] square = new double[2];
        for (int i = 0; i < values.length; i++) {
            mean[i / 6 % 2] += values[i] / 18;
            square[i / 6 % 2] += values[i] * values[i] / 18;
        }
        assertThat(mean).containsExactly(new double[] {0, 0}, within(1e-12));
        assertThat(square).containsExactly(new double[] {1, 1}, within(1e-12));
        assertThat(normalization.means()[0]).isCloseTo(14.5 / 255, within(1e-15));
    }

    @Test
    void centersAConstantChannel() {
        ByteBuffer grey = ByteBuffer.allocate(4).put(new byte[] {9, 9, 9, 9}).flip();

        Normalization normalization = Normalization.of(grey, 1, 2);

        assertThat(normalization.deviations()).containsExactly(1);
        assertThat(normalization.means()).containsExactly(9 / 255.0);
    }

    @Test
    void flipsAndShiftsImagesByTheirPlacement() {
        Augmentation augmentation = new Augmentation(1, true, 1);
        boolean mirroredSeen = false;
        for (int epoch = 0; epoch < 50; epoch++) {
            double[] pixels = loader(BYTES_AS_THEY_ARE)
                    .load(new int[] {0}, 0, 1, epoch, augmentation)
                    .images_BCHW()
                    .toDoubleArray();
            Placement placement = augmentation.placement(epoch, 0);

            assertThat(pixels).containsExactly(placed(placement), within(1e-9));
            mirroredSeen |= placement.mirrored();
        }
        assertThat(mirroredSeen).isTrue();
    }

    /** The next batch is prepared in advance; the batch that is wanted may be another one. */
    @Test
    void preparesOnlyWhatIsLoadedNext() {
        Augmentation augmentation = new Augmentation(1, true, 1);
        int[] order = {2, 0, 1};
        int[] other = {0, 1, 2};
        BatchLoader used = loader(BYTES_AS_THEY_ARE);

        for (int round = 0; round < 20; round++) {
            assertLoads(used, order, 0, 1, round, augmentation);
            assertLoads(used, order, 1, 2, round, augmentation);
            assertLoads(used, order, 2, 3, round, augmentation);
            assertLoads(used, order, 0, 2, round, augmentation);
            assertLoads(used, other, 0, 1, round, Augmentation.NONE);
            assertLoads(used, other, 1, 2, round + 1, augmentation);
            assertLoads(used, order, 1, 3, round + 1, augmentation);
        }
    }

    @Test
    void imagesOnTheDeviceGiveTheSameBytes() {
        Augmentation augmentation = new Augmentation(1, true, 2);
        BatchLoader onDevice = BatchLoader.onDevice(
                manager, DataType.FLOAT64, images(), LABELS, new Shape(2, 2, 3), 3, BYTES_AS_THEY_ARE);

        for (int epoch = 0; epoch < 20; epoch++) {
            assertLoads(onDevice, new int[] {2, 0, 1}, 0, 3, epoch, augmentation);
            assertLoads(onDevice, new int[] {2, 0, 1}, 1, 2, epoch, augmentation);
            assertLoads(onDevice, new int[] {1, 1, 2}, 0, 3, epoch, Augmentation.NONE);
            assertLoads(onDevice, new int[] {1, 0}, 0, 2, epoch, new Augmentation(4, true, 0));
        }
    }

    private void assertLoads(BatchLoader loader, int[] order, int from, int to, int epoch, Augmentation augmentation) {
        Batch expected = loader(BYTES_AS_THEY_ARE).load(order, from, to, epoch, augmentation);
        Batch batch = loader.load(order, from, to, epoch, augmentation);

        assertThat(batch.images_BCHW().toDoubleArray())
                .isEqualTo(expected.images_BCHW().toDoubleArray());
        assertThat(batch.images_BCHW().getShape())
                .isEqualTo(expected.images_BCHW().getShape());
        assertThat(batch.labels_BC().toDoubleArray())
                .isEqualTo(expected.labels_BC().toDoubleArray());
    }

    @Test
    void drawsPlacementsUniformly() {
        Augmentation augmentation = new Augmentation(3, true, 2);
        int mirrored = 0;
        int[] down = new int[5];
        for (int image = 0; image < 5000; image++) {
            Placement placement = augmentation.placement(1, image);
            mirrored += placement.mirrored() ? 1 : 0;
            down[placement.down() + 2]++;
        }

        assertThat(mirrored).isBetween(2350, 2650);
        assertThat(down).doesNotContain(0);
        for (int count : down) {
            assertThat(count).isBetween(850, 1150);
        }
    }

    /** Image 0 moved by hand; pixels from outside are black. */
    private static double[] placed(Placement placement) {
        double[] expected = new double[12];
        for (int channel = 0; channel < 2; channel++) {
            for (int row = 0; row < 2; row++) {
                for (int column = 0; column < 3; column++) {
                    int fromRow = row - placement.down();
                    int fromColumn = column - placement.right();
                    if (fromRow >= 0 && fromRow < 2 && fromColumn >= 0 && fromColumn < 3) {
                        int source = placement.mirrored() ? 2 - fromColumn : fromColumn;
                        expected[channel * 6 + row * 3 + column] = channel * 6 + fromRow * 3 + source;
                    }
                }
            }
        }
        return expected;
    }

    private BatchLoader loader(Normalization normalization) {
        return new BatchLoader(manager, DataType.FLOAT64, images(), LABELS, new Shape(2, 2, 3), 3, normalization);
    }

    /** Three images of two channels, two rows and three columns, with ascending bytes. */
    private static ByteBuffer images() {
        ByteBuffer images = ByteBuffer.allocateDirect(36);
        for (int i = 0; i < 36; i++) {
            images.put((byte) i);
        }
        return images.flip();
    }
}
