package dev.isograd.datasets;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Writes prepared folders with small pictures, each filled with the number of its class and its index. */
public final class TinyDataset {

    private static final List<String> CLASSES = List.of("cats", "dogs");
    private static final int SIDE = 8;

    private TinyDataset() {}

    /**
     * Writes a folder with two classes in turn and three channels.
     *
     * @param first value of the first pixel of the first picture, so that data sets can differ
     */
    public static Path write(Path folder, String name, int train, int test, int first) {
        try {
            Files.createDirectories(folder);
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    name,
                    "Pets",
                    "CC0",
                    "",
                    CLASSES,
                    3,
                    SIDE,
                    SIDE,
                    new Manifest.Splits(split(folder, "train", train, first), split(folder, "test", test, first)));
            new JsonMapper().writeValue(folder.resolve(Manifest.FILE), manifest);
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Manifest.Split split(Path folder, String name, int count, int first) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(count * 3 * SIDE * SIDE);
        ByteBuffer labels = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            for (int value = 0; value < 3 * SIDE * SIDE; value++) {
                images.put((byte) (first + 100 * (i % 2) + value / (SIDE * SIDE) + i));
            }
            labels.putInt(i % 2);
        }
        return new Manifest.Split(
                count,
                file(folder, name + "-images.u8", images.array()),
                file(folder, name + "-labels.i32", labels.array()));
    }

    private static Manifest.DataFile file(Path folder, String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
        return new Manifest.DataFile(name, bytes.length, Digests.of(bytes));
    }
}
