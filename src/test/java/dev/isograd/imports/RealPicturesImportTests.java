package dev.isograd.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scanned digits, and pictures as large as photographs. */
@Tag("chaos")
class RealPicturesImportTests {

    private static final String DIGITS = "/usr/share/doc/opencv-doc/examples/data/digits.png";

    @TempDir
    Path folder;

    /** The sheet of Debian's package opencv-doc: 5 000 digits of 20 x 20 pixels. OPENCV_DIGITS names another place. */
    @Test
    void importsScannedDigits() throws IOException {
        Path sheet = Path.of(Optional.ofNullable(System.getenv("OPENCV_DIGITS")).orElse(DIGITS));
        assumeTrue(Files.exists(sheet), "opencv-doc is not installed");
        BufferedImage digits = ImageIO.read(sheet.toFile());
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 5000; i++) {
            BufferedImage digit = digits.getSubimage(i % 100 * 20, i / 100 * 20, 20, 20);
            files.put("digits/%d/%04d.png".formatted(i / 500, i), Pictures.encoded(digit, "png"));
        }

        long start = System.nanoTime();
        Imported imported = Orders.of(Files.write(folder.resolve("digits.zip"), Archives.zip(files)))
                .run();
        System.out.println("digits: %d ms, %s".formatted((System.nanoTime() - start) / 1_000_000, imported.report()));

        assertThat(imported.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(imported.report().height()).isEqualTo(20);
        assertThat(imported.report().channels()).hasSize(1);
        assertThat(imported.report().badFiles().count()).isZero();
        assertThat(imported.report().split("test").classes().values()).containsOnly(100L);
        assertThat(imported.report().split("train").classes().values()).containsOnly(400L);
    }

    @Test
    void importsPhotographsOfManySizes() throws IOException {
        Random random = new Random(5);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            String kind = i % 3 == 0 ? "png" : "jpg";
            BufferedImage image = drawn(400 + random.nextInt(2600), 300 + random.nextInt(3700), i % 2 == 0, random);
            files.put("%s/%02d.%s".formatted(i % 2 == 0 ? "disc" : "square", i, kind), Pictures.encoded(image, kind));
        }

        long start = System.nanoTime();
        Imported imported =
                Orders.of(Archives.folder(folder.resolve("photographs"), files)).run();
        System.out.println(
                "photographs: %d ms, %s".formatted((System.nanoTime() - start) / 1_000_000, imported.report()));

        assertThat(imported.classes()).containsExactly("disc", "square");
        assertThat(imported.report().height()).isEqualTo(128);
        assertThat(imported.report().sizes().distinct()).isEqualTo(40);
        assertThat(imported.report().badFiles().count()).isZero();
        // Every shape is red in the middle of the picture, which the crop keeps.
        for (int picture = 0; picture < 8; picture++) {
            int middle = 64 * 128 + 64;
            assertThat(imported.pixels("test", picture, 0)[middle]).isGreaterThan(180);
            assertThat(imported.pixels("test", picture, 2)[middle]).isLessThan(60);
        }
    }

    private static BufferedImage drawn(int height, int width, boolean disc, Random random) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, new Color(random.nextInt(100), 120, 200), width, height, Color.GRAY));
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.RED);
        int side = Math.min(height, width) / 2;
        if (disc) {
            pen.fillOval((width - side) / 2, (height - side) / 2, side, side);
        } else {
            pen.fillRect((width - side) / 2, (height - side) / 2, side, side);
        }
        pen.dispose();
        return image;
    }
}
