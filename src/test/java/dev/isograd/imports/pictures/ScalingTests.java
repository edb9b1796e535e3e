package dev.isograd.imports.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScalingTests {

    private static byte[] scale(int height, int width, int[] pixels, int newHeight, int newWidth, Fit fit) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        return Scaling.scale(
                ArrayRows.planes(bytes, 1, height, width, 1), new PictureShape(1, newHeight, newWidth, fit));
    }

    @Test
    void averagesTheAreaOfEachPixel() {
        int[] pixels = {
            0, 100, 10, 20,
            50, 50, 30, 40
        };

        assertThat(scale(2, 4, pixels, 1, 2, Fit.SQUASH)).containsExactly(50, 25);
    }

    @Test
    void sharesPixelsThatLieOnAnEdge() {
        assertThat(scale(1, 3, new int[] {30, 60, 90}, 1, 2, Fit.SQUASH)).containsExactly(40, 80);
    }

    @Test
    void keepsTheMeanOfALargePicture() {
        int[] pixels = new int[97 * 89];
        long sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i * 31 % 120;
            sum += pixels[i];
        }

        byte[] one = scale(97, 89, pixels, 1, 1, Fit.SQUASH);

        assertThat((int) one[0]).isEqualTo(Math.round((float) sum / pixels.length));
    }

    @Test
    void interpolatesBetweenPixels() {
        assertThat(scale(1, 2, new int[] {0, 100}, 1, 4, Fit.SQUASH)).containsExactly(0, 25, 75, 100);
        assertThat(scale(1, 1, new int[] {9}, 2, 2, Fit.SQUASH)).containsExactly(9, 9, 9, 9);
    }

    @Test
    void cropsTheMiddle() {
        assertThat(scale(1, 4, new int[] {1, 2, 3, 4}, 1, 2, Fit.CROP)).containsExactly(2, 3);
        assertThat(scale(4, 1, new int[] {1, 2, 3, 4}, 2, 1, Fit.CROP)).containsExactly(2, 3);
        assertThat(scale(2, 4, new int[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, Fit.CROP))
                .containsExactly(2, 3, 6, 7);
    }

    @Test
    void padsWithBlackEdges() {
        assertThat(scale(1, 3, new int[] {7, 8, 9}, 3, 3, Fit.PAD)).containsExactly(0, 0, 0, 7, 8, 9, 0, 0, 0);
        assertThat(scale(4, 2, new int[] {5, 5, 5, 5, 5, 5, 5, 5}, 2, 3, Fit.PAD))
                .containsExactly(0, 5, 0, 0, 5, 0);
    }

    @Test
    void squashesTheWhole() {
        assertThat(scale(1, 4, new int[] {1, 3, 5, 7}, 1, 2, Fit.SQUASH)).containsExactly(2, 6);
    }

    @Test
    void separatesChannels() {
        byte[] pixels = {1, 2, 3, 5, 6, 7};

        byte[] scaled = Scaling.scale(ArrayRows.pixels(pixels, 3, 1, 2, 3), new PictureShape(3, 1, 1, Fit.SQUASH));

        assertThat(scaled).containsExactly(3, 4, 5);
    }
}
