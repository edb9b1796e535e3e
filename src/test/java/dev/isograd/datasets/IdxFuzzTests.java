package dev.isograd.datasets;

import dev.isograd.ByteReaderContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of files, images and labels, compressed or not: the first byte says which form and where the labels begin. */
class IdxFuzzTests extends ByteReaderContract {

    @TempDir
    private Path folder;

    @Override
    protected List<byte[]> samples() throws IOException {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 3, 9};
        return List.of(pair((byte) 0, images, labels), pair((byte) 1, gzip(images), gzip(labels)));
    }

    private static byte[] pair(byte form, byte[] images, byte[] labels) {
        return ByteBuffer.allocate(2 + images.length + labels.length)
                .put(form)
                .put((byte) images.length)
                .put(images)
                .put(labels)
                .array();
    }

    @Override
    protected void read(byte[] input) throws IOException {
        int split = input.length < 2 ? input.length : Math.min(input.length, 2 + Byte.toUnsignedInt(input[1]));
        byte[] images = Arrays.copyOfRange(input, Math.min(2, input.length), split);
        byte[] labels = Arrays.copyOfRange(input, split, input.length);
        boolean compressed = input.length > 0 && (input[0] & 1) == 1;
        IdxSplit files = new IdxSplit(
                Files.write(folder.resolve("images"), compressed ? images : gzip(images)),
                Files.write(folder.resolve("labels"), compressed ? labels : gzip(labels)));
        files.write(folder, "train", 10);
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(InvalidDataset.class);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(file)) {
            out.write(content);
        }
        return file.toByteArray();
    }

    /** The header alone, which may also end early. */
    static class HeaderFuzzTests extends ByteReaderContract {

        @Override
        protected List<byte[]> samples() {
            return List.of(new byte[] {0, 0, 8, 1, 0, 0, 0, 2}, new byte[] {0, 0, 8, 2, 0, 0, 1, 2, 0, 0, 0, 2});
        }

        @Override
        protected void read(byte[] input) throws IOException {
            IdxHeader.read(new ByteArrayInputStream(input));
        }

        @Override
        protected List<Class<? extends Exception>> refusals() {
            return List.of(InvalidDataset.class, EOFException.class);
        }
    }
}
