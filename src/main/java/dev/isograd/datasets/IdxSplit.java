package dev.isograd.datasets;

import dev.isograd.Digests;
import java.io.BufferedOutputStream;
import java.io.EOFException;
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
import java.util.zip.ZipException;

/** Converts a pair of gzipped IDX files, images and labels, into one split of the prepared format. */
record IdxSplit(Path images, Path labels) {

    private static final int IMAGE_RANK = 3;
    private static final int MAX_SIDE = 4096;
    private static final int BUFFER_BYTES = 1 << 16;

    boolean exists() {
        return Files.isRegularFile(images) && Files.isRegularFile(labels);
    }

    /** A converted split and the size of its images. */
    record Written(Manifest.Split split, int height, int width) {}

    Written write(Path folder, String name, int classes) throws IOException {
        try (InputStream pixelStream = open(images);
                InputStream labelStream = open(labels)) {
            IdxHeader imageHeader = IdxHeader.read(pixelStream);
            IdxHeader labelHeader = IdxHeader.read(labelStream);
            List<Integer> imageShape = imageHeader.sizes();
            check(imageShape, labelHeader.sizes());
            Manifest.Split split = new Manifest.Split(
                    imageShape.getFirst(),
                    copy(pixelStream, imageHeader.elements(), folder, name + "-images.u8", IdxSplit::unchanged),
                    copy(labelStream, labelHeader.elements(), folder, name + "-labels.i32", it -> widen(it, classes)));
            return new Written(split, imageShape.get(1), imageShape.get(2));
        } catch (EOFException | ZipException damaged) {
            throw new InvalidDataset("%s or %s is damaged".formatted(images, labels), damaged);
        }
    }

    private void check(List<Integer> imageShape, List<Integer> labelShape) {
        if (imageShape.size() != IMAGE_RANK || labelShape.size() != 1) {
            throw new InvalidDataset("%s contains no images or %s no labels".formatted(images, labels));
        }
        if (imageShape.get(1) > MAX_SIDE || imageShape.get(2) > MAX_SIDE) {
            throw new InvalidDataset("%s contains images with a side longer than %d".formatted(images, MAX_SIDE));
        }
        if (!imageShape.getFirst().equals(labelShape.getFirst())) {
            throw new InvalidDataset("%s contains %d images but %s contains %d labels"
                    .formatted(images, imageShape.getFirst(), labels, labelShape.getFirst()));
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES);
    }

    private static byte[] unchanged(byte[] bytes) {
        return bytes;
    }

    private static byte[] widen(byte[] bytes, int classes) {
        ByteBuffer wide = ByteBuffer.allocate(bytes.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (byte label : bytes) {
            if (Byte.toUnsignedInt(label) >= classes) {
                throw new InvalidDataset(
                        "Label %d is out of range for %d classes".formatted(Byte.toUnsignedInt(label), classes));
            }
            wide.putInt(label);
        }
        return wide.array();
    }

    /** Copies the elements after the header and throws unless their number is exactly that in the header. */
    private static Manifest.DataFile copy(InputStream in, long elements, Path folder, String name, Recoding recoding)
            throws IOException {
        Path file = folder.resolve(name);
        DigestOutputStream digest = new DigestOutputStream(Files.newOutputStream(file), Digests.sha256());
        try (OutputStream out = new BufferedOutputStream(digest, BUFFER_BYTES)) {
            for (long left = elements; left > 0; ) {
                byte[] bytes = in.readNBytes((int) Math.min(BUFFER_BYTES, left));
                if (bytes.length == 0) {
                    throw new InvalidDataset("The source of %s is %d elements too short".formatted(name, left));
                }
                left -= bytes.length;
                out.write(recoding.apply(bytes));
            }
        }
        if (in.read() >= 0) {
            throw new InvalidDataset("The source of %s has more bytes than its header declares".formatted(name));
        }
        String sha256 = HexFormat.of().formatHex(digest.getMessageDigest().digest());
        return new Manifest.DataFile(name, Files.size(file), sha256);
    }

    @FunctionalInterface
    private interface Recoding {
        byte[] apply(byte[] bytes);
    }
}
