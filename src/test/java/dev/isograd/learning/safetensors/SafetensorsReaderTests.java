package dev.isograd.learning.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.safetensors.SafetensorsHeader.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTests {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void readsWhatWasWritten() {
        Map<String, String> metadata = Map.of("quote\"", "back\\slash \n é \uD83D\uDE00", "empty", "");
        List<Parameter> written = List.of(
                parameter("b.matrix", manager.create(new float[] {1, -0f, Float.NaN, 4, 5, 6}, new Shape(2, 3))),
                parameter("a.scalar", manager.create(1L << 62)),
                parameter("c.doubles", manager.create(new double[] {-0.5, 1e300, Double.MIN_VALUE})));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Safetensors.write(written, new TreeMap<>(metadata), file);
        SafetensorsReader reader = reader(file.toByteArray());

        SafetensorsHeader header = reader.header();

        assertThat(header.metadata()).isEqualTo(metadata);
        assertThat(header.tensors()).extracting(Tensor::name).containsExactly("a.scalar", "b.matrix", "c.doubles");
        assertThat(reader.array(header.tensors().get(0), manager).getLong()).isEqualTo(1L << 62);
        NDArray matrix = reader.array(header.tensors().get(1), manager);
        assertThat(matrix.getShape()).isEqualTo(new Shape(2, 3));
        assertThat(matrix.toFloatArray()).containsExactly(1, -0f, Float.NaN, 4, 5, 6);
        assertThat(reader.array(header.tensors().get(2), manager).toDoubleArray())
                .containsExactly(-0.5, 1e300, Double.MIN_VALUE);
        reader.end();
        header.requireArrays(written);
    }

    @ParameterizedTest
    @ValueSource(ints = {262_143, 262_144, 262_145, 600_000})
    void readsArraysLongerThanItsBuffer(int count) {
        NDArray numbers = manager.arange(count).toType(DataType.FLOAT32, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Safetensors.write(List.of(parameter("numbers", numbers)), file);
        SafetensorsReader reader = reader(file.toByteArray());

        NDArray read = reader.array(reader.header().tensors().getFirst(), manager);

        assertThat(read.toFloatArray()).isEqualTo(numbers.toFloatArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_144, 600_000})
    void readsPastAnArray(int count) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<Parameter> written = List.of(
                parameter("a", manager.zeros(new Shape(count))), parameter("b", manager.create(new float[] {1, 2})));
        Safetensors.write(written, file);
        SafetensorsReader reader = reader(file.toByteArray());
        List<Tensor> tensors = reader.header().tensors();

        reader.skip(tensors.get(0));

        assertThat(reader.array(tensors.get(1), manager).toFloatArray()).containsExactly(1, 2);
        reader.end();
    }

    /** A hostile header promises 2 GiB that are not there. */
    @Test
    void readsPastAnArrayWithoutMemoryForIt() {
        SafetensorsReader reader =
                reader(file("{\"a\":{\"dtype\":\"F32\",\"shape\":[536870911],\"data_offsets\":[0,2147483644]}}", 4));
        Tensor promised = reader.header().tensors().getFirst();

        assertThatThrownBy(() -> reader.skip(promised)).isInstanceOf(UnusableState.class);
    }

    /** Other writers use spaces, another order of fields, arrays of no numbers, and any order of names. */
    @Test
    void readsWhatOthersWrite() {
        SafetensorsReader reader = reader(file("""
                { "z" : {"data_offsets":[0,4],"shape":[1],"dtype":"F32"},
                  "\\u00e9mpty" : {"dtype":"F32","shape":[0, 3],"data_offsets":[4,4]},
                  "a" : {"dtype":"I64","shape":[],"data_offsets":[4,12]} }   """, 12));

        SafetensorsHeader header = reader.header();

        assertThat(header.metadata()).isEmpty();
        assertThat(header.tensors())
                .containsExactly(
                        new Tensor("z", DataType.FLOAT32, new Shape(1), 0, 4),
                        new Tensor("émpty", DataType.FLOAT32, new Shape(0, 3), 4, 4),
                        new Tensor("a", DataType.INT64, new Shape(), 4, 12));
        header.tensors().forEach(tensor -> reader.array(tensor, manager));
        reader.end();
    }

    static List<String> malformedHeaders() {
        return List.of(
                "",
                "  ",
                "[]",
                "null",
                "{",
                "{}}",
                "{} {}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1}",
                "{\"a\":{}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":1}}",
                "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"__metadata__\":{\"a\":1}}",
                "{\"__metadata__\":{\"a\":{}}}",
                "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}",
                "{\"__metadata__\":{},\"__metadata__\":{}}",
                "{\"__metadata__\":{\"a\":\"\\x\"}}",
                "{\"__metadata__\":{\"a\":\"\\u12\"}}",
                "{\"__metadata__\":{\"a\":\"\\u00\uFF11\uFF11\"}}",
                "{\"__metadata__\":{\"a\":\"\n\"}}",
                "{\"__metadata__\":{\"a\":\"",
                "{\"a\":" + tensor("F32", "1", "0,4") + ",\"a\":" + tensor("F32", "1", "4,8") + "}",
                "{\"a\":" + tensor("F32", "1", "0,4") + ",\"\\u0061\":" + tensor("F32", "1", "4,8") + "}",
                "{\"a\":" + tensor("F32", "1", "0,4") + ",\"b\":" + tensor("F32", "1", "2,6") + "}",
                "{\"a\":" + tensor("F32", "1", "0,4") + ",\"b\":" + tensor("F32", "1", "0,4") + "}",
                "{\"a\":" + tensor("F32", "1", "0,4") + ",\"b\":" + tensor("F32", "1", "8,12") + "}",
                "{\"a\":" + tensor("F32", "1", "4,8") + ",\"b\":" + tensor("F32", "1", "0,4") + "}");
    }

    static List<String> invalidTensors() {
        List<String> headers = new ArrayList<>();
        List.of("F16", "f32", "", "F32 ", "BF16", "U8", "Q99")
                .forEach(type -> headers.add("{\"a\":" + tensor(type, "1", "0,4") + "}"));
        List.of(
                        "-1",
                        "1.0",
                        "1e0",
                        "01",
                        "+1",
                        "NaN",
                        "\"1\"",
                        "null",
                        "[1]",
                        "1,",
                        ",1",
                        "0x1",
                        "2",
                        "1,1,1,1,1,1,1,1,1")
                .forEach(shape -> headers.add("{\"a\":" + tensor("F32", shape, "0,4") + "}"));
        List.of(
                        "0",
                        "",
                        "0,4,4",
                        "-4,0",
                        "4,0",
                        "0,3",
                        "0,5",
                        "1,5",
                        "NaN,4",
                        "0,NaN",
                        "0,4.0",
                        "0,1e1",
                        "0,18446744073709551620")
                .forEach(offsets -> headers.add("{\"a\":" + tensor("F32", "1", offsets) + "}"));
        return headers;
    }

    static List<String> hugeHeaders() {
        List<String> headers = new ArrayList<>();
        List.of(
                        "4611686018427387904",
                        "4294967296,4294967296",
                        "65536,65536,65536,65536",
                        "0,4611686018427387905,9",
                        "536870912")
                .forEach(shape -> headers.add("{\"a\":" + tensor("F32", shape, "0,0") + "}"));
        headers.add("{\"a\":" + tensor("F32", "536870912", "0,2147483648") + "}");
        headers.add("{\"a\":" + tensor("F32", "9223372036854775807", "0,9223372036854775807") + "}");
        headers.add("[".repeat(SafetensorsReader.LONGEST_HEADER));
        headers.add("{\"a\":".repeat(SafetensorsReader.LONGEST_HEADER / 5));
        headers.add("{\"a\":{\"shape\":" + "[".repeat(100_000));
        headers.add("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(4_000_000) + "1]}}");
        headers.add("{\"__metadata__\":{\"a\":\"" + "a".repeat(SafetensorsReader.LONGEST_HEADER - 30));
        headers.add(manyNames());
        return headers;
    }

    @ParameterizedTest
    @MethodSource({"malformedHeaders", "invalidTensors", "hugeHeaders"})
    void refusesAHeaderThatIsNotExactlyOne(String header) {
        assertRefused(file(header, 8));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, (8 << 20) + 1, 1L << 32, (1L << 32) + 2, 100, 8 << 20})
    void refusesAHeaderLengthThatCannotBe(long length) {
        byte[] file = file("{}", 0);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);

        assertRefused(file);
    }

    @Test
    void refusesFilesThatEndEarly() {
        byte[] whole = file("{\"a\":" + tensor("F32", "2", "0,8") + "}", 8);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void refusesBytesBehindTheLastArray() {
        assertRefused(file("{\"a\":" + tensor("F32", "2", "0,8") + "}", 9));
        assertRefused(file("{}", 1));
    }

    @Test
    void refusesHeadersThatAreNotUtf8() {
        byte[] file = file("{\"?\":" + tensor("F32", "2", "0,8") + "}", 8);
        file[Long.BYTES + 2] = (byte) 0xff;

        assertRefused(file);
    }

    @Test
    void refusesOtherArraysThanExpected() {
        SafetensorsHeader header =
                new SafetensorsHeader(Map.of(), List.of(new Tensor("a", DataType.FLOAT32, new Shape(2), 0, 8)));
        Parameter same = parameter("a", manager.create(new float[2]));

        header.requireArrays(List.of(same));
        for (List<Parameter> others : List.of(
                List.<Parameter>of(),
                List.of(parameter("b", manager.create(new float[2]))),
                List.of(same, parameter("b", manager.create(new float[2]))),
                List.of(parameter("a", manager.create(new double[2]))),
                List.of(parameter("a", manager.create(new float[3]))),
                List.of(parameter("a", manager.create(new float[2], new Shape(2, 1)))))) {
            assertThatThrownBy(() -> header.requireArrays(others)).isInstanceOf(UnusableState.class);
        }
    }

    @Test
    void quotesFilesInShort() {
        String message = new UnusableState("a\u0007b\n" + "c".repeat(1000)).getMessage();

        assertThat(message).startsWith("a?b?ccc").hasSize(501);
    }

    /** In memory that a small process has, whatever the file claims. */
    private void assertRefused(byte[] file) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SafetensorsReader reader = reader(file);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> {
                    SafetensorsHeader header = reader.header();
                    header.tensors().forEach(tensor -> reader.array(tensor, manager));
                    reader.end();
                })
                .isInstanceOf(UnusableState.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
    }

    private static SafetensorsReader reader(byte[] file) {
        return new SafetensorsReader(new ByteArrayInputStream(file));
    }

    private static Parameter parameter(String name, NDArray array) {
        return new Parameter(name, array, false);
    }

    private static String tensor(String type, String shape, String offsets) {
        return "{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%s]}".formatted(type, shape, offsets);
    }

    private static String manyNames() {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{");
        for (int i = 0; header.length() < SafetensorsReader.LONGEST_HEADER - 20; i++) {
            header.append("\"%x\":\"\",".formatted(i));
        }
        return header.append("\"\":\"\"}}").toString();
    }

    private static byte[] file(String header, int bodyBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + bodyBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void quotesAFileWithoutCuttingACharacter(int before) {
        String shown = UnusableState.shown("x".repeat(before) + "😀".repeat(1000));

        assertThat(shown).endsWith("😀…");
        assertThat(shown.codePointCount(0, shown.length())).isEqualTo(501);
    }
}
