package dev.isograd.bench;

import dev.isograd.Digests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A data set of random pictures in the prepared format, for measurements where only the size matters. */
final class NoiseDataset {

    private static final int SIDE = 32;
    private static final int CHANNELS = 3;
    private static final int CLASSES = 10;
    private static final int TEST_IMAGES = 128;
    private static final int IMAGE_BYTES = CHANNELS * SIDE * SIDE;

    private NoiseDataset() {}

    /** Writes training images of about this many bytes, and a small test split; returns the folder. */
    static Path write(Path folder, long bytes) throws IOException {
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            classes.add("class " + i);
        }
        Map<String, Object> manifest = Map.of(
                "format",
                "isograd-images/1",
                "name",
                "noise",
                "classes",
                classes,
                "channels",
                CHANNELS,
                "height",
                SIDE,
                "width",
                SIDE,
                "splits",
                Map.of(
                        "train",
                        split(folder, "train", Math.toIntExact(bytes / IMAGE_BYTES)),
                        "test",
                        split(folder, "test", TEST_IMAGES)));
        Files.write(folder.resolve("manifest.json"), Specs.JSON.writeValueAsBytes(manifest));
        return folder;
    }

    private static Map<String, Object> split(Path folder, String name, int count) throws IOException {
        SplittableRandom random = new SplittableRandom(count);
        byte[] image = new byte[IMAGE_BYTES];
        byte[] label = new byte[Integer.BYTES];
        return Map.of(
                "count",
                count,
                "images",
                file(folder, name + "-images.u8", count, out -> {
                    random.nextBytes(image);
                    out.write(image);
                }),
                "labels",
                file(folder, name + "-labels.i32", count, out -> {
                    ByteBuffer.wrap(label).order(ByteOrder.LITTLE_ENDIAN).putInt(random.nextInt(CLASSES));
                    out.write(label);
                }));
    }

    /** Writes one entry of a file. */
    private interface Entry {
        void write(OutputStream out) throws IOException;
    }

    private static Map<String, Object> file(Path folder, String name, int count, Entry entry) throws IOException {
        MessageDigest digest = Digests.sha256();
        Path file = folder.resolve(name);
        try (OutputStream out =
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20), digest)) {
            for (int i = 0; i < count; i++) {
                entry.write(out);
            }
        }
        return Map.of(
                "file",
                name,
                "bytes",
                Files.size(file),
                "sha256",
                HexFormat.of().formatHex(digest.digest()));
    }
}
