package dev.isograd.learning.safetensors;

import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.layers.Parameter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes named arrays in the safetensors format: length of the header, header as JSON, bytes without gaps.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">The format</a>
 */
public final class Safetensors {

    private static final int ALIGNMENT = 8;
    private static final int LAST_ASCII = 0x7f;
    private static final int PIECE = 1 << 16;

    /** The same state always gives the same bytes, so nothing here is left to the library's defaults. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .characterEscapes(new NumericEscapes())
            .highestNonEscapedChar(LAST_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private Safetensors() {}

    /** Sorted by name, little-endian; does not close the stream. */
    public static void write(List<Parameter> parameters, OutputStream out) {
        write(parameters, new TreeMap<>(Map.of("format", "pt")), out);
    }

    /** @param metadata text by name */
    public static void write(List<Parameter> parameters, SortedMap<String, String> metadata, OutputStream out) {
        List<Parameter> sorted = parameters.stream()
                .sorted(Comparator.comparing(Parameter::name))
                .toList();
        try {
            byte[] header = header(sorted, metadata);
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            for (Parameter parameter : sorted) {
                for (ByteBuffer part : ArrayBytes.of(parameter.array())) {
                    write(part, out);
                }
            }
            out.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** SHA-256 of the parameters' bytes in the order given. */
    public static String digest(List<Parameter> parameters) {
        MessageDigest digest = sha256();
        for (Parameter parameter : parameters) {
            for (ByteBuffer part : ArrayBytes.of(parameter.array())) {
                digest.update(part);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    private static byte[] header(List<Parameter> parameters, SortedMap<String, String> metadata) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), header)) {
            json.writeStartObject();
            json.writeObjectPropertyStart(SafetensorsHeaderParser.METADATA);
            metadata.forEach(json::writeStringProperty);
            json.writeEndObject();
            long begin = 0;
            Set<String> names = new HashSet<>();
            for (Parameter parameter : parameters) {
                if (!names.add(parameter.name())) {
                    throw new IllegalArgumentException("Two arrays have the name " + parameter.name());
                }
                long end = begin + size(parameter);
                write(parameter, begin, end, json);
                begin = end;
            }
            json.writeEndObject();
        }
        while (header.size() % ALIGNMENT != 0) {
            header.write(' ');
        }
        return header.toByteArray();
    }

    private static void write(Parameter parameter, long begin, long end, JsonGenerator json) {
        long[] shape = parameter.array().getShape().getShape();
        json.writeObjectPropertyStart(parameter.name());
        json.writeStringProperty("dtype", type(parameter));
        json.writeName("shape").writeArray(shape, 0, shape.length);
        json.writeName("data_offsets").writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
    }

    private static void write(ByteBuffer bytes, OutputStream out) throws IOException {
        byte[] piece = new byte[Math.min(PIECE, bytes.remaining())];
        while (bytes.hasRemaining()) {
            int length = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, length);
            out.write(piece, 0, length);
        }
    }

    private static long size(Parameter parameter) {
        long bytes = parameter.array().size() * parameter.array().getDataType().getNumOfBytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%s has %d bytes; more than 2 GiB are not supported".formatted(parameter.name(), bytes));
        }
        return bytes;
    }

    private static String type(Parameter parameter) {
        DataType type = parameter.array().getDataType();
        return switch (type) {
            case FLOAT32 -> "F32";
            case FLOAT64 -> "F64";
            case INT64 -> "I64";
            default -> throw new IllegalArgumentException(parameter.name() + " has type " + type);
        };
    }

    /** Writes {@code \\u000a} instead of {@code \\n}, and so on for everything but printable ASCII. */
    private static final class NumericEscapes extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = new int[LAST_ASCII + 1];
            Arrays.fill(codes, 0, ' ', ESCAPE_STANDARD);
            codes['"'] = ESCAPE_STANDARD;
            codes['\\'] = ESCAPE_STANDARD;
            codes[LAST_ASCII] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return null;
        }
    }
}
