package dev.isograd.imports;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Arrays, tables and other files whose headers lie. */
final class HostileData {

    private HostileData() {}

    static List<HostileFile> all() {
        List<HostileFile> all = new ArrayList<>(npz());
        all.addAll(idx());
        all.addAll(parquet());
        all.addAll(others());
        return all;
    }

    private static List<HostileFile> npz() {
        byte[] pixels = new byte[120];
        return List.of(
                npz("dimensions that overflow", ArrayImportTests.npy("|u1", "4294967296, 4294967296, 3", pixels)),
                npz("dimensions beyond a long", ArrayImportTests.npy("|u1", "99999999999999999999, 3, 3", pixels)),
                npz("more pictures than bytes", ArrayImportTests.npy("|u1", "400, 6, 5", pixels)),
                npz("pickled objects", ArrayImportTests.npy("|O", "4,", pixels)),
                npz("fractions", ArrayImportTests.npy("<f4", "4, 6, 5", new byte[480])),
                npz("five dimensions", ArrayImportTests.npy("|u1", "4, 1, 1, 6, 5", pixels)),
                npz("two channels", ArrayImportTests.npy("|u1", "4, 5, 3, 2", pixels)),
                npz("a dimension of zero", ArrayImportTests.npy("|u1", "4, 0, 5", new byte[0])),
                npz(
                        "columns first",
                        new String(ArrayImportTests.npy("|u1", "4, 6, 5", pixels), StandardCharsets.ISO_8859_1)
                                .replace("False", "True ")
                                .getBytes(StandardCharsets.ISO_8859_1)),
                npz(
                        "header of 4 GB",
                        ByteBuffer.allocate(40)
                                .put("\u0093NUMPY\u0002\0\u00ff\u00ff\u00ff\u00ff"
                                        .getBytes(StandardCharsets.ISO_8859_1))
                                .array()),
                npz("nothing after its mark", "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static HostileFile npz(String what, byte[] array) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("x_train.npy", array);
        files.put("y_train.npy", ArrayImportTests.npy("|u1", "4,", new byte[] {0, 1, 0, 1}));
        return new HostileFile("npz: " + what, "evil.npz", "x_train.npy", HostileZips.of(files));
    }

    private static List<HostileFile> idx() {
        byte[] images = ArrayImportTests.idx(9, 10, 12);
        return List.of(
                idx(
                        "dimensions that overflow",
                        ByteBuffer.wrap(images.clone())
                                .putInt(4, -1)
                                .putInt(8, -1)
                                .putInt(12, -1)
                                .array()),
                idx("cut off", Arrays.copyOf(images, images.length - 1)),
                idx("cut off in its header", Arrays.copyOf(images, 10)),
                idx("more bytes than its header says", Arrays.copyOf(images, images.length + 1)),
                idx("another number of pictures", ArrayImportTests.idx(8, 10, 12)),
                idx("gzip bomb", Archives.gzip(new byte[30 << 20])));
    }

    private static HostileFile idx(String what, byte[] images) {
        boolean packed = images.length > 2 && images[0] == 0x1f;
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("train-labels-idx1-ubyte", ArrayImportTests.idx(9));
        files.put("train-images-idx3-ubyte" + (packed ? ".gz" : ""), images);
        return new HostileFile("idx: " + what, "evil.tar", "train-", () -> Archives.tar(files));
    }

    private static List<HostileFile> parquet() {
        byte[] file = Pictures.resource("train-00000-of-00001.parquet");
        List<HostileFile> all = new ArrayList<>();
        for (int part = 1; part < 6; part++) {
            int length = file.length * part / 6;
            all.add(new HostileFile(
                    "parquet cut off after " + length,
                    "evil.parquet",
                    "evil.parquet",
                    () -> Arrays.copyOf(file, length)));
        }
        all.add(new HostileFile("parquet with a footer of 2 GB", "evil.parquet", "evil.parquet", () -> {
            byte[] changed = file.clone();
            changed[changed.length - 5] = 0x7f;
            return changed;
        }));
        all.add(new HostileFile("parquet whose footer is noise", "evil.parquet", "evil.parquet", () -> {
            byte[] changed = file.clone();
            new Random(1).nextBytes(changed);
            System.arraycopy(file, 0, changed, 0, 4);
            System.arraycopy(file, file.length - 8, changed, file.length - 8, 8);
            return changed;
        }));
        all.add(new HostileFile("parquet that unpacks to 2 TB", "evil.parquet", "evil.parquet", () -> {
            // The size of the column of pictures, 524, as a number of 2 bytes; the footer becomes 5 bytes longer.
            String changed = new String(file, StandardCharsets.ISO_8859_1)
                    .replace("\u0016\u0098\b\u0016\u00a8", "\u0016" + "\u0080".repeat(6) + "\u0001\u0016\u00a8");
            byte[] bytes = changed.getBytes(StandardCharsets.ISO_8859_1);
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putInt(bytes.length - 8, buffer.getInt(bytes.length - 8) + 5);
            return bytes;
        }));
        return all;
    }

    private static List<HostileFile> others() {
        Map<String, byte[]> records = Map.of("data_batch_1.bin", new byte[5000]);
        Map<String, byte[]> samples = new LinkedHashMap<>();
        samples.put("evil.jpg", Pictures.jpeg(8, 8, 1));
        samples.put("other.cls", "1".getBytes(StandardCharsets.UTF_8));
        byte[] noise = new byte[5000];
        new Random(2).nextBytes(noise);
        return List.of(
                new HostileFile(
                        "cifar with a part of a record", "evil.zip", "data_batch_1.bin", HostileZips.of(records)),
                new HostileFile("webdataset without a class", "evil.tar", "evil.jpg", () -> Archives.tar(samples)),
                other("empty", new byte[0]),
                other("noise", noise),
                other("bzip2", "BZh91AY&SY".getBytes(StandardCharsets.ISO_8859_1)),
                other("7-Zip", "7z\u00bc\u00af'\u001c".getBytes(StandardCharsets.ISO_8859_1)),
                other("RAR", "Rar!\u001a\u0007\u0001".getBytes(StandardCharsets.ISO_8859_1)),
                other("pickle", "\u0080\u0004\u0095cos\nsystem\n".getBytes(StandardCharsets.ISO_8859_1)),
                other(
                        "one picture before a zip",
                        HostileZips.joined(Pictures.jpeg(8, 8, 1), Archives.zip(Archives.pets("", 2, 8, 8)))));
    }

    private static HostileFile other(String what, byte[] content) {
        return new HostileFile(what, "evil.dat", "evil.dat", () -> content);
    }
}
