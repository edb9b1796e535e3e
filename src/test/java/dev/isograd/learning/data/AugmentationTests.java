package dev.isograd.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.random.RandomStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of the pixels of single images. */
class AugmentationTests {

    private static final Augmentation EVERYTHING = new Augmentation(4, true, 2, 2, 20, 0.5, 0.3, false);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTITY,    1,    10 20 30 40 50 60 70 80 90",
        "SHEAR_X,     1,    10 20 30 40 50 60 70 80 90",
        "TRANSLATE_X, 0.75, 20 30 0 50 60 0 80 90 0",
        "TRANSLATE_Y, -0.75, 0 0 0 10 20 30 40 50 60",
        "BRIGHTNESS,  -1,   1 2 3 4 5 6 7 8 9",
        "BRIGHTNESS,  1,    19 38 57 76 95 114 133 152 171",
        "COLOR,       1,    10 20 30 40 50 60 70 80 90",
        "CONTRAST,    -1,   46 47 48 49 50 51 52 53 54",
        "SHARPNESS,   -1,   10 20 30 40 50 60 70 80 90",
        "POSTERIZE,   0.5,  8 20 28 40 48 60 68 80 88",
        "SOLARIZE,    -0.8, 10 20 30 40 50 195 185 175 165",
        "AUTO_CONTRAST, 0,  0 32 64 96 128 159 191 223 255"
    })
    void changesLevelsByItsFormula(PictureOperation operation, double strength, String expected) {
        Picture picture = new Picture(new byte[] {10, 20, 30, 40, 50, 60, 70, 80, 90}, 1, 3, 3);

        operation.apply(picture, strength);

        assertThat(levels(picture))
                .containsExactly(Arrays.stream(expected.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    @Test
    void rotatesAroundTheCenter() {
        Picture picture = new Picture(new byte[9 * 9], 1, 9, 9);
        picture.bytes()[4 * 9 + 8] = 100;

        Warp.rotation(Math.PI / 2).apply(picture);

        assertThat(picture.level(8 * 9 + 4) + picture.level(4)).isEqualTo(100);
    }

    @Test
    void equalizesToLevelsOfEqualFrequency() {
        byte[] bytes = new byte[1024];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (100 + i % 8);
        }
        Picture picture = new Picture(bytes, 1, 32, 32);

        PictureOperation.EQUALIZE.apply(picture, 1);

        // The two highest of the eight levels become white.
        assertThat(Arrays.stream(levels(picture)).distinct().sorted()).containsExactly(0, 43, 85, 128, 171, 213, 255);
    }

    @Test
    void mixesChannelsInColorOperations() {
        Picture grey = new Picture(new byte[] {(byte) 200, 100, 50}, 3, 1, 1);

        Levels.blend(grey, Levels.grey(grey), 0);

        assertThat(levels(grey)).containsExactly(124, 124, 124);
    }

    /** Strength 0 leaves all images alone, but for operations that have no strength. */
    @ParameterizedTest
    @EnumSource(
            value = PictureOperation.class,
            names = {"SOLARIZE", "AUTO_CONTRAST", "EQUALIZE"},
            mode = EnumSource.Mode.EXCLUDE)
    void leavesAnImageAloneAtStrengthZero(PictureOperation operation) {
        Picture picture = random(3, 5, 4);
        byte[] before = picture.bytes().clone();

        operation.apply(picture, 0);

        assertThat(picture.bytes()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void takesImagesOfAnyShape(PictureOperation operation) {
        for (Picture picture : new Picture[] {random(1, 1, 1), random(3, 1, 7), random(2, 9, 2)}) {
            operation.apply(picture, -1);
            operation.apply(picture, 1);
        }
    }

    @Test
    void erasesOneRectangleAsOftenAsAsked() {
        int changed = 0;
        double black = 0;
        for (int image = 0; image < 2000; image++) {
            byte[] white = new byte[2 * 20 * 30];
            Arrays.fill(white, (byte) 255);
            Picture picture = new Picture(white, 2, 20, 30);
            RandomErasing.apply(picture, 0.25, RandomStream.counted(1, "erasing", 0, image));
            long erased =
                    Arrays.stream(levels(picture)).filter(level -> level == 0).count();
            changed += erased > 0 ? 1 : 0;
            black += erased / 1200.0;
        }

        assertThat(changed / 2000.0).isCloseTo(0.25, within(0.03));
        assertThat(black / changed).as("the mean share of an erased rectangle").isBetween(0.1, 0.2);
    }

    @Test
    void givesTheSameBytesPreparedInAdvanceAndOnADevice() {
        int[] order = {2, 0, 1, 4, 3};
        BatchLoader ahead = new BatchLoader(manager, DataType.FLOAT32, images(), labels(), shape(), 3, plain());
        BatchLoader onDevice = BatchLoader.onDevice(manager, DataType.FLOAT32, images(), labels(), shape(), 3, plain());
        for (int epoch = 0; epoch < 10; epoch++) {
            for (int from = 0; from < 5; from += 2) {
                int to = Math.min(5, from + 2);
                BatchLoader fresh = new BatchLoader(manager, DataType.FLOAT32, images(), labels(), shape(), 3, plain());
                Batch expected = fresh.load(order, from, to, epoch, EVERYTHING);
                assertSame(ahead.load(order, from, to, epoch, EVERYTHING), expected);
                assertSame(onDevice.load(order, from, to, epoch, EVERYTHING), expected);
            }
        }
    }

    @Test
    void changesARepeatedImageAnew() {
        Augmentation repeats = new Augmentation(4, false, 0, 2, 20, 0, 0, true);
        int[] order = {1, 1, 1, 1};
        BatchLoader loader = new BatchLoader(manager, DataType.FLOAT32, images(), labels(), shape(), 3, plain());

        float[] pixels = loader.load(order, 0, 4, 0, repeats).images_BCHW().toFloatArray();

        int size = (int) shape().size();
        assertThat(Arrays.copyOfRange(pixels, 0, size)).isNotEqualTo(Arrays.copyOfRange(pixels, size, 2 * size));
    }

    private static void assertSame(Batch batch, Batch expected) {
        assertThat(batch.images_BCHW().toFloatArray())
                .isEqualTo(expected.images_BCHW().toFloatArray());
        assertThat(batch.labels_BC().toFloatArray())
                .isEqualTo(expected.labels_BC().toFloatArray());
    }

    private static Picture random(int channels, int height, int width) {
        RandomStream random = RandomStream.named(1, "picture");
        byte[] bytes = new byte[channels * height * width];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return new Picture(bytes, channels, height, width);
    }

    private static int[] levels(Picture picture) {
        int[] levels = new int[picture.bytes().length];
        Arrays.setAll(levels, picture::level);
        return levels;
    }

    private static Shape shape() {
        return new Shape(3, 8, 9);
    }

    private static ImageBytes images() {
        return ImageBytes.of(ByteBuffer.wrap(random(5 * 3, 8, 9).bytes()));
    }

    private static IntBuffer labels() {
        return IntBuffer.wrap(new int[] {0, 2, 1, 1, 0});
    }

    private static Normalization plain() {
        return new Normalization(new double[] {0.5, 0.4, 0.3}, new double[] {0.2, 0.3, 0.25});
    }
}
