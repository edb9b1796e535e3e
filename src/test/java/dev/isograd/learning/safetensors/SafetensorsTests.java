package dev.isograd.learning.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.layers.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SafetensorsTests {

    @Test
    void writesWhatTheFormatAsksFor() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray matrix = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
            NDArray vector = manager.create(new double[] {-0.5, 1e300});
            List<Parameter> parameters =
                    List.of(new Parameter("z.weight", matrix, true), new Parameter("a.mean", vector, false));
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            Safetensors.write(parameters, out);

            ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[Math.toIntExact(file.getLong())];
            file.get(header);
            assertThat(header.length % 8).isZero();
            assertThat(JsonMapper.shared().readValue(new String(header, StandardCharsets.US_ASCII), Map.class))
                    .isEqualTo(Map.of(
                            "__metadata__", Map.of("format", "pt"),
                            "a.mean", Map.of("dtype", "F64", "shape", List.of(2), "data_offsets", List.of(0, 16)),
                            "z.weight",
                                    Map.of("dtype", "F32", "shape", List.of(2, 3), "data_offsets", List.of(16, 40))));
            assertThat(file.getDouble()).isEqualTo(-0.5);
            assertThat(file.getDouble()).isEqualTo(1e300);
            for (int expected = 1; expected <= 6; expected++) {
                assertThat(file.getFloat()).isEqualTo(expected);
            }
            assertThat(file.hasRemaining()).isFalse();
        }
    }

    /** Escapes, order and spaces are part of the contract: the same state always makes the same file. */
    @Test
    void writesTheSameHeaderForEver() {
        try (NDManager manager = NDManager.newBaseManager()) {
            SortedMap<String, String> metadata = new TreeMap<>(Map.of(
                    "quote\"", "back\\slash \b\f\n\r\t\0 \u007f~ é \u2028 \uD83D\uDE00",
                    "/spec/path", "<a href='b'>&c</a>",
                    "empty", ""));
            List<Parameter> parameters = List.of(
                    new Parameter("a\"b/ü", manager.create(new float[4], new Shape(2, 1, 2)), true),
                    new Parameter("count", manager.create(7L), false));
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            Safetensors.write(parameters, metadata, out);

            String header = "{\"__metadata__\":{\"/spec/path\":\"<a href='b'>&c</a>\",\"empty\":\"\","
                    + "\"quote\\u0022\":\"back\\u005cslash \\u0008\\u000c\\u000a\\u000d\\u0009\\u0000 "
                    + "\\u007f~ \\u00e9 \\u2028 \\ud83d\\ude00\"},"
                    + "\"a\\u0022b/\\u00fc\":{\"dtype\":\"F32\",\"shape\":[2,1,2],\"data_offsets\":[0,16]},"
                    + "\"count\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[16,24]}}";
            String padded = header + " ".repeat(7 - (header.length() + 7) % 8);
            byte[] file = out.toByteArray();
            assertThat(new String(file, Long.BYTES, file.length - Long.BYTES - 24, StandardCharsets.US_ASCII))
                    .isEqualTo(padded);
        }
    }

    @Test
    void digestsTheBytesInNetworkOrder() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Parameter first = new Parameter("z", manager.create(new float[] {1}), true);
            Parameter second = new Parameter("a", manager.create(new float[] {2}), true);

            // SHA-256 of 00 00 80 3f 00 00 00 40
            assertThat(Safetensors.digest(List.of(first, second)))
                    .isEqualTo("b9c80b5adeca450753a16950c3cc655d271f7bef7a485bc83f112b72fef21d37")
                    .isNotEqualTo(Safetensors.digest(List.of(second, first)));
        }
    }
}
