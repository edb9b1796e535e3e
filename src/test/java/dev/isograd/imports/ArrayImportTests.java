package dev.isograd.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.imports.sources.BadSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IDX, CIFAR, npz, Parquet and WebDataset. */
class ArrayImportTests {

    @TempDir
    Path folder;

    private Orders order(String name, byte[] content) throws IOException {
        return Orders.of(Files.write(folder.resolve(name), content));
    }

    static byte[] idx(int... shape) {
        int count = 1;
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length);
        header.putInt(0x0800 | shape.length);
        for (int side : shape) {
            header.putInt(side);
            count *= side;
        }
        byte[] content = new byte[count];
        for (int i = 0; i < count; i++) {
            content[i] = (byte) (shape.length == 1 ? i % 3 : i * 7);
        }
        return ByteBuffer.allocate(header.capacity() + count)
                .put(header.flip())
                .put(content)
                .array();
    }

    static byte[] npy(String type, String shape, byte[] content) {
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
        byte[] header = (text + " ".repeat((64 - (10 + text.length() + 1) % 64) % 64) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(10 + header.length + content.length)
                .put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1))
                .putShort(Short.reverseBytes((short) header.length))
                .put(header)
                .put(content)
                .array();
    }

    @Test
    void readsIdx() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("train-labels-idx1-ubyte.gz", Archives.gzip(idx(9)));
        files.put("train-images-idx3-ubyte.gz", Archives.gzip(idx(9, 10, 12)));
        files.put("t10k-images-idx3-ubyte", idx(6, 10, 12));
        files.put("t10k-labels-idx1-ubyte", idx(6));

        Imported imported = order("mnist.zip", Archives.zip(files)).run();

        assertThat(imported.report().format()).isEqualTo("idx");
        assertThat(imported.classes()).containsExactly("0", "1", "2");
        assertThat(imported.labels("train")).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2);
        assertThat(imported.report().split("test").count()).isEqualTo(6);
        assertThat(imported.report().channels()).hasSize(1);
        assertThat(imported.pixels("train", 1, 0)[5]).isEqualTo((120 + 5) * 7 & 0xff);
    }

    @Test
    void scalesArraysToo() throws IOException {
        Map<String, byte[]> files = Map.of("images.idx3-ubyte", idx(9, 10, 12), "labels.idx1-ubyte", idx(9));

        Imported imported = order("digits.tar.gz", Archives.gzip(Archives.tar(files)))
                .size(5, 6)
                .channels(3)
                .run();

        assertThat(imported.report().split("train").count()).isEqualTo(6);
        assertThat(imported.report().height()).isEqualTo(5);
        assertThat(imported.split("test").count()).isEqualTo(3);
    }

    @Test
    void readsCifar10() throws IOException {
        Map<String, byte[]> files = Map.of(
                "cifar-10-batches-bin/batches.meta.txt", "airplane\nbird\ncat\n\n".getBytes(StandardCharsets.UTF_8),
                "cifar-10-batches-bin/data_batch_1.bin", cifar(1, 0, 1, 2, 1),
                "cifar-10-batches-bin/test_batch.bin", cifar(1, 2));

        Imported imported = order("cifar.tar.gz", Archives.gzip(Archives.tar(new java.util.TreeMap<>(files))))
                .run();

        assertThat(imported.report().format()).isEqualTo("cifar");
        assertThat(imported.classes()).containsExactly("airplane", "bird", "cat");
        assertThat(imported.labels("train")).containsExactly(0, 1, 2, 1);
        assertThat(imported.labels("test")).containsExactly(2);
        assertThat(imported.pixels("train", 2, 1)[3]).isEqualTo((1024 + 3) * 3 + 2 & 0xff);
    }

    private static byte[] cifar(int labelBytes, int... labels) {
        ByteBuffer records = ByteBuffer.allocate(labels.length * (labelBytes + 3072));
        for (int label : labels) {
            if (labelBytes == 2) {
                records.put((byte) 7);
            }
            records.put((byte) label);
            for (int i = 0; i < 3072; i++) {
                records.put((byte) (i * 3 + label));
            }
        }
        return records.array();
    }

    @Test
    void readsCifar100ByItsFineLabels() throws IOException {
        Map<String, byte[]> files = Map.of(
                "fine_label_names.txt", "apple\nbear\n".getBytes(StandardCharsets.UTF_8),
                "coarse_label_names.txt", "x\n".getBytes(StandardCharsets.UTF_8),
                "train.bin", cifar(2, 0, 1),
                "test.bin", cifar(2, 1));

        Imported imported = order("cifar.zip", Archives.zip(files)).run();

        assertThat(imported.classes()).containsExactly("apple", "bear");
        assertThat(imported.labels("train")).containsExactly(0, 1);
    }

    @Test
    void readsNpz() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("x_train.npy", npy("|u1", "4, 6, 5, 3", new byte[4 * 90]));
        files.put("y_train.npy", npy("<i8", "4,", longs(0, 7, 0, 7)));
        byte[] planes = new byte[2 * 90];
        planes[90 + 30] = 77;
        files.put("x_test.npy", npy("|u1", "2, 3, 6, 5", planes));
        files.put("y_test.npy", npy("<i4", "2, 1", new byte[] {0, 0, 0, 0, 7, 0, 0, 0}));

        Imported imported = order("set.npz", Archives.zip(files)).run();

        assertThat(imported.report().format()).isEqualTo("npz");
        assertThat(imported.classes()).containsExactly("0", "7");
        assertThat(imported.labels("train")).containsExactly(0, 1, 0, 1);
        assertThat(imported.report().height()).isEqualTo(6);
        assertThat(imported.pixels("test", 1, 1)[0]).isEqualTo(77);
    }

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    @Test
    void readsGrayNpzAndRefusesPickles() throws IOException {
        Map<String, byte[]> gray = Map.of(
                "x_train.npy", npy("|u1", "4, 6, 5", new byte[120]),
                "y_train.npy", npy("|u1", "4,", new byte[] {0, 1, 0, 1}));
        Map<String, byte[]> pickles = Map.of(
                "x_train.npy", npy("|O", "4,", new byte[120]), "y_train.npy", npy("|u1", "4,", new byte[] {0, 1, 0, 1
                }));

        assertThat(order("gray.npz", Archives.zip(gray)).run().report().channels())
                .hasSize(1);
        assertThatThrownBy(() -> order("bad.npz", Archives.zip(pickles)).run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("x_train.npy")
                .hasMessageContaining("pickled");
    }

    @Test
    void readsParquetOfTheHub() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("data/test-00000-of-00001.parquet", Pictures.resource("test-00000-of-00001.parquet"));
        files.put("data/train-00000-of-00001.parquet", Pictures.resource("train-00000-of-00001.parquet"));

        Imported imported = order("hub.zip", Archives.zip(files)).run();
        Imported alone = order("downloaded", files.get("data/train-00000-of-00001.parquet"))
                .testFraction(0.34)
                .run();

        assertThat(imported.report().format()).isEqualTo("parquet");
        assertThat(imported.classes()).containsExactly("cat", "dog");
        assertThat(imported.labels("train")).containsExactly(0, 1, 0, 1, 0, 1);
        assertThat(imported.labels("test")).containsExactly(0, 1);
        assertThat(imported.pixels("train", 3, 0)).containsOnly(60);
        assertThat(imported.pixels("train", 3, 1)).containsOnly(100);
        assertThat(alone.report().split("test").count()).isEqualTo(2);
    }

    @Test
    void readsWebDataset() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            files.put("%04d.cls".formatted(i), Integer.toString(i % 2 * 10).getBytes(StandardCharsets.UTF_8));
            files.put("%04d.jpg".formatted(i), Pictures.jpeg(12, 12, i));
            files.put("%04d.json".formatted(i), "{}".getBytes(StandardCharsets.UTF_8));
        }
        Map<String, byte[]> shards = new LinkedHashMap<>();
        shards.put("train-000.tar", Archives.tar(files));
        shards.put("val-000.tar", Archives.tar(files));

        Imported one = order("one.tar", Archives.tar(files)).testFraction(0.3).run();
        Imported several = order("several.tar", Archives.tar(shards)).run();

        assertThat(one.report().format()).isEqualTo("webdataset");
        assertThat(one.classes()).containsExactly("0", "10");
        assertThat(one.report().split("train").count()).isEqualTo(4);
        assertThat(several.report().split("train").count()).isEqualTo(6);
        assertThat(several.report().duplicates().count()).isEqualTo(6);
    }
}
