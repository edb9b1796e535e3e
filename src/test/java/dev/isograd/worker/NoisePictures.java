package dev.isograd.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A data set of random gray pictures with a side of 28 as a file of NumPy, for what does not depend on the pictures. */
final class NoisePictures {

    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    private NoisePictures() {}

    static byte[] npz(int train, int test) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SplittableRandom random = new SplittableRandom(1);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "train", train, random);
            add(zip, "test", test, random);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String split, int count, SplittableRandom random) throws IOException {
        byte[] pixels = new byte[count * SIDE * SIDE];
        random.nextBytes(pixels);
        array(zip, "x_" + split, count + ", " + SIDE + ", " + SIDE, pixels);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % CLASSES);
        }
        array(zip, "y_" + split, count + ",", labels);
    }

    /** An array in the format of NumPy, version 1. */
    private static void array(ZipOutputStream zip, String name, String shape, byte[] values) throws IOException {
        byte[] header = "{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }\n"
                .formatted(shape)
                .getBytes(StandardCharsets.US_ASCII);
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        zip.write(ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) header.length)
                .array());
        zip.write(header);
        zip.write(values);
        zip.closeEntry();
    }
}
