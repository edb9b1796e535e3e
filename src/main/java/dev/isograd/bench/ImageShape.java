package dev.isograd.bench;

import dev.isograd.learning.LabelledImages;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** The shape of the random images and their number of classes. */
record ImageShape(int channels, int side, int classes) {

    private static final int SEED = 1;

    /** Parses the format of {@link #text}. */
    static ImageShape of(String text) {
        int[] numbers =
                Arrays.stream(text.split(":")).mapToInt(Integer::parseInt).toArray();
        return new ImageShape(numbers[0], numbers[1], numbers[2]);
    }

    String text() {
        return channels + ":" + side + ":" + classes;
    }

    Map<String, Object> tree() {
        return Map.of("channels", channels, "side", side, "classes", classes);
    }

    LabelledImages random(int count) {
        Random random = new Random(SEED);
        byte[] image = new byte[channels * side * side];
        ByteBuffer images = ByteBuffer.allocateDirect(Math.multiplyExact(count, image.length));
        IntBuffer labels = IntBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            random.nextBytes(image);
            images.put(image);
            labels.put(random.nextInt(classes));
        }
        return new LabelledImages(images.flip(), labels.flip(), count, channels, side, side, classes);
    }
}
