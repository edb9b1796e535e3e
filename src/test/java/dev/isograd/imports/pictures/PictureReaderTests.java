package dev.isograd.imports.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.imports.Pictures;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTests {

    private static final int TOLERANCE = 24;

    private final PictureReader reader = new PictureReader(50_000_000, 20_000);

    private static PictureShape shape(int channels, int height, int width) {
        return new PictureShape(channels, height, width, Fit.CROP);
    }

    /** Red, green and blue of the middle of each quarter, row by row. */
    private static int[][] quarters(byte[] pixels, int side) {
        int[][] colors = new int[4][3];
        for (int quarter = 0; quarter < 4; quarter++) {
            int y = side / 4 + quarter / 2 * side / 2;
            int x = side / 4 + quarter % 2 * side / 2;
            for (int c = 0; c < 3; c++) {
                colors[quarter][c] = pixels[c * side * side + y * side + x] & 0xff;
            }
        }
        return colors;
    }

    private static void assertQuarters(byte[] pixels, int... colors) {
        int side = (int) Math.sqrt(pixels.length / 3.0);
        int[][] found = quarters(pixels, side);
        for (int quarter = 0; quarter < 4; quarter++) {
            for (int c = 0; c < 3; c++) {
                assertThat(found[quarter][c])
                        .as("quarter %d, channel %d of %s", quarter, c, Arrays.deepToString(found))
                        .isBetween(
                                (colors[quarter] >> 8 * (2 - c) & 255) - TOLERANCE,
                                (colors[quarter] >> 8 * (2 - c) & 255) + TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void readsWhatJavaWrites(String format) throws BadPicture {
        byte[] file = Pictures.encoded(Pictures.quarters(16), format);

        assertQuarters(reader.read(file, shape(3, 16, 16)), 0xff0000, 0x00ff00, 0x0000ff, 0xffffff);
    }

    /** Written by Pillow, as the other files of this folder. */
    @ParameterizedTest
    @ValueSource(strings = {"lossy.webp", "lossless.webp", "animated.webp", "progressive.jpg", "cmyk.jpg"})
    void readsWhatJavaDoesNotWrite(String name) throws BadPicture {
        assertQuarters(reader.read(Pictures.resource(name), shape(3, 16, 16)), 0xff0000, 0x00ff00, 0x0000ff, 0xffffff);
    }

    @ParameterizedTest
    @CsvSource({
        "1, ff0000 00ff00 0000ff ffffff",
        "2, 00ff00 ff0000 ffffff 0000ff",
        "3, ffffff 0000ff 00ff00 ff0000",
        "4, 0000ff ffffff ff0000 00ff00",
        "5, ff0000 0000ff 00ff00 ffffff",
        "6, 0000ff ff0000 ffffff 00ff00",
        "7, ffffff 00ff00 0000ff ff0000",
        "8, 00ff00 ffffff ff0000 0000ff"
    })
    void turnsPicturesAsExifSays(int orientation, String colors) throws BadPicture {
        byte[] jpeg = Pictures.encoded(Pictures.quarters(16), "jpg");

        byte[] pixels = reader.read(withOrientation(jpeg, orientation), shape(3, 16, 16));

        assertQuarters(
                pixels,
                Arrays.stream(colors.split(" "))
                        .mapToInt(color -> Integer.parseInt(color, 16))
                        .toArray());
    }

    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(36).putShort((short) 0xffe1).putShort((short) 34);
        exif.put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42}).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        return ByteBuffer.allocate(jpeg.length + 36)
                .put(jpeg, 0, 2)
                .put(exif.flip())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    @Test
    void measuresTurnedPicturesUpright() throws BadPicture {
        byte[] jpeg = withOrientation(Pictures.jpeg(10, 30, 1), 6);

        PictureHeader header = PictureHeader.read(jpeg);

        assertThat(header.uprightHeight()).isEqualTo(30);
        assertThat(header.uprightWidth()).isEqualTo(10);
    }

    @Test
    void keepsPixelsOfTheRightSize() throws BadPicture {
        BufferedImage image = Pictures.noise(7, 5, 3);

        byte[] pixels = reader.read(Pictures.encoded(image, "png"), shape(3, 7, 5));

        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 5; x++) {
                assertThat(pixels[5 * y + x] & 0xff).isEqualTo(image.getRGB(x, y) >> 16 & 0xff);
                assertThat(pixels[70 + 5 * y + x] & 0xff).isEqualTo(image.getRGB(x, y) & 0xff);
            }
        }
    }

    @Test
    void keepsGrayValuesOfEightAndSixteenBits() throws BadPicture {
        BufferedImage bytes = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        bytes.getRaster().setSample(0, 0, 0, 100);
        BufferedImage shorts = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        shorts.getRaster().setSample(0, 0, 0, 100 * 257);

        assertThat(reader.read(Pictures.encoded(bytes, "png"), shape(1, 1, 2))).containsExactly(100, 0);
        assertThat(reader.read(Pictures.encoded(shorts, "png"), shape(1, 1, 2))).containsExactly(100, 0);
        assertThat(reader.read(Pictures.encoded(bytes, "png"), shape(3, 1, 2))).containsExactly(100, 0, 100, 0, 100, 0);
    }

    @Test
    void readsPalettes() throws BadPicture {
        byte[] reds = {10, (byte) 200};
        byte[] greens = {20, (byte) 100};
        byte[] blues = {30, 50};
        BufferedImage image =
                new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(1, 2, reds, greens, blues));
        image.getRaster().setSample(1, 0, 0, 1);

        assertThat(reader.read(Pictures.encoded(image, "png"), shape(3, 1, 2)))
                .containsExactly(10, (byte) 200, 20, 100, 30, 50);
        assertThat(reader.read(Pictures.encoded(image, "png"), shape(1, 1, 2)))
                .containsExactly(PixelRows.luma(10, 20, 30), (byte) PixelRows.luma(200, 100, 50));
    }

    @Test
    void makesTransparencyWhite() throws BadPicture {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ff0000);
        image.setRGB(1, 0, 0x80000000);
        image.setRGB(2, 0, 0xff0000ff);

        assertThat(reader.read(Pictures.encoded(image, "png"), shape(3, 1, 3)))
                .containsExactly(255, 127, 0, 255, 127, 0, 255, 127, 255);
        assertThat(reader.read(Pictures.resource("alpha.webp"), shape(1, 16, 16)))
                .containsOnly(255);
    }

    @Test
    void tellsGrayPicturesFromColored() throws BadPicture {
        BufferedImage gray = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);

        assertThat(PictureHeader.read(Pictures.encoded(gray, "png")).gray()).isTrue();
        assertThat(PictureHeader.read(Pictures.encoded(gray, "jpg")).gray()).isTrue();
        assertThat(PictureHeader.read(Pictures.encoded(gray, "gif")).gray()).isTrue();
        assertThat(PictureHeader.read(Pictures.encoded(gray, "bmp")).gray()).isTrue();
        assertThat(PictureHeader.read(Pictures.png(4, 4, 1)).gray()).isFalse();
        assertThat(PictureHeader.read(Pictures.jpeg(4, 4, 1)).gray()).isFalse();
        assertThat(PictureHeader.read(Pictures.encoded(Pictures.quarters(8), "gif"))
                        .gray())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void refusesPicturesThatAreCutOff(String format) {
        byte[] file = Pictures.encoded(Pictures.noise(64, 64, 5), format);

        for (int part = 1; part < 10; part++) {
            byte[] cut = Arrays.copyOf(file, file.length * part / 10);
            assertThatThrownBy(() -> reader.read(cut, shape(3, 64, 64)))
                    .as("%d tenths of %s", part, format)
                    .isInstanceOf(BadPicture.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy.webp", "lossless.webp", "cmyk.jpg", "progressive.jpg"})
    void refusesOtherPicturesThatAreCutOff(String name) {
        byte[] file = Pictures.resource(name);

        assertThatThrownBy(() -> reader.read(Arrays.copyOf(file, file.length / 2), shape(3, 16, 16)))
                .isInstanceOf(BadPicture.class);
    }

    @Test
    void readsAfterARefusal() throws BadPicture {
        byte[] file = Pictures.jpeg(64, 64, 5);
        assertThatThrownBy(() -> reader.read(Arrays.copyOf(file, 900), shape(3, 8, 8)))
                .isInstanceOf(BadPicture.class);

        assertThat(reader.read(file, shape(3, 8, 8))).hasSize(192);
    }

    @Test
    void refusesHugePicturesBeforeDecodingThem() {
        byte[] file = Pictures.png(8, 8, 1);
        ByteBuffer.wrap(file).putInt(16, 60_000).putInt(20, 60_000);

        assertThatThrownBy(() -> reader.read(file, shape(3, 8, 8)))
                .isInstanceOf(BadPicture.class)
                .hasMessageContaining("60000 x 60000");
        assertThatThrownBy(() -> PictureHeader.read(Pictures.png(3, 30, 1)).check(100, 29))
                .isInstanceOf(BadPicture.class);
        assertThatThrownBy(() -> PictureHeader.read(Pictures.png(11, 10, 1)).check(109, 29))
                .isInstanceOf(BadPicture.class);
    }

    @Test
    void readsBitmapsOfSixteenBits() throws BadPicture {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_565_RGB);
        image.setRGB(0, 0, 0xff0000);
        assertThat(image.getRaster().getTransferType()).isEqualTo(DataBuffer.TYPE_USHORT);

        byte[] pixels = reader.read(Pictures.encoded(image, "bmp"), shape(3, 4, 4));

        assertThat(pixels[0] & 0xff).isEqualTo(255);
        assertThat(pixels[16]).isZero();
    }
}
