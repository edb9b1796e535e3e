package dev.isograd.learning.safetensors;

import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.layers.Parameter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Collectors;

/**
 * Writes named arrays in the safetensors format: length of the header, header as JSON, bytes without gaps.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">The format</a>
 */
public final class Safetensors {

    private static final int ALIGNMENT = 8;

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
                out.write(bytes(parameter));
            }
            out.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** SHA-256 of the parameters' bytes in the order given. */
    public static String digest(List<Parameter> parameters) {
        MessageDigest digest = sha256();
        parameters.forEach(parameter -> digest.update(bytes(parameter)));
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
        StringBuilder json = new StringBuilder("{\"__metadata__\":{");
        json.append(metadata.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                .collect(Collectors.joining(",")));
        json.append('}');
        long begin = 0;
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!names.add(parameter.name())) {
                throw new IllegalArgumentException("Two arrays have the name " + parameter.name());
            }
            long end = begin + size(parameter);
            json.append(",%s:{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                    .formatted(quoted(parameter.name()), type(parameter), shape(parameter), begin, end));
            begin = end;
        }
        json.append('}');
        while (json.length() % ALIGNMENT != 0) {
            json.append(' ');
        }
        return json.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** In ASCII, as the rest of the header. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\';
            json.append(plain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        return json.append('"').toString();
    }

    private static byte[] bytes(Parameter parameter) {
        ByteBuffer buffer = parameter.array().toByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static long size(Parameter parameter) {
        long bytes = parameter.array().size() * parameter.array().getDataType().getNumOfBytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%s has %d bytes; more than 2 GiB are not supported".formatted(parameter.name(), bytes));
        }
        return bytes;
    }

    private static String shape(Parameter parameter) {
        return Arrays.stream(parameter.array().getShape().getShape())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
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
}
