package dev.isograd.datasets;

import dev.isograd.Digests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Turns one pair of gzipped IDX files, images and labels, into one split of the prepared format. */
record IdxSplit(Path images, Path labels) {

    private static final int IMAGE_RANK = 3;
    private static final int LARGEST_SIDE = 4096;
    private static final int BUFFER = 1 << 16;

    boolean exists() {
        return Files.isRegularFile(images) && Files.isRegularFile(labels);
    }

    /** A split as written, with the size of its images. */
    record Written(Manifest.Split split, int height, int width) {}

    Written write(Path folder, String name, int classes) throws IOException {
        try (InputStream pixels = open(images);
                InputStream marks = open(labels)) {
            IdxHeader shape = IdxHeader.read(pixels);
            IdxHeader count = IdxHeader.read(marks);
            check(shape.sizes(), count.sizes());
            Manifest.Split split = new Manifest.Split(
                    shape.sizes().getFirst(),
                    copy(pixels, shape.elements(), folder, name + "-images.u8", IdxSplit::same),
                    copy(marks, count.elements(), folder, name + "-labels.i32", bytes -> widen(bytes, classes)));
            return new Written(split, shape.sizes().get(1), shape.sizes().get(2));
        }
    }

    private void check(List<Integer> shape, List<Integer> count) {
        if (shape.size() != IMAGE_RANK || count.size() != 1) {
            throw new InvalidDataset("%s holds no images or %s no labels".formatted(images, labels));
        }
        if (shape.get(1) > LARGEST_SIDE || shape.get(2) > LARGEST_SIDE) {
            throw new InvalidDataset("%s holds images larger than %d a side".formatted(images, LARGEST_SIDE));
        }
        if (!shape.getFirst().equals(count.getFirst())) {
            throw new InvalidDataset("%s holds %d images but %s %d labels"
                    .formatted(images, shape.getFirst(), labels, count.getFirst()));
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(file), BUFFER);
    }

    private static byte[] same(byte[] bytes) {
        return bytes;
    }

    private static byte[] widen(byte[] bytes, int classes) {
        ByteBuffer wide = ByteBuffer.allocate(bytes.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (byte label : bytes) {
            if (Byte.toUnsignedInt(label) >= classes) {
                throw new InvalidDataset("Label %d of %d classes".formatted(Byte.toUnsignedInt(label), classes));
            }
            wide.putInt(label);
        }
        return wide.array();
    }

    /** Neither more nor fewer bytes than the header says may follow it. */
    private static Manifest.DataFile copy(InputStream in, long elements, Path folder, String name, Recoding recoding)
            throws IOException {
        Path file = folder.resolve(name);
        DigestOutputStream digest = new DigestOutputStream(Files.newOutputStream(file), Digests.sha256());
        try (OutputStream out = new BufferedOutputStream(digest, BUFFER)) {
            for (long left = elements; left > 0; ) {
                byte[] bytes = in.readNBytes((int) Math.min(BUFFER, left));
                if (bytes.length == 0) {
                    throw new InvalidDataset("%d elements are missing for %s".formatted(left, name));
                }
                left -= bytes.length;
                out.write(recoding.apply(bytes));
            }
        }
        if (in.read() >= 0) {
            throw new InvalidDataset("More bytes than the header says for " + name);
        }
        String sum = HexFormat.of().formatHex(digest.getMessageDigest().digest());
        return new Manifest.DataFile(name, Files.size(file), sum);
    }

    @FunctionalInterface
    private interface Recoding {
        byte[] apply(byte[] bytes);
    }
}
