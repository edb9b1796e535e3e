package dev.isograd.learning;

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
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes parameters in the safetensors format: length of the header, header as JSON, bytes without gaps.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">The format</a>
 */
final class Safetensors {

    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /** Sorted by name, little-endian; does not close the stream. */
    static void write(List<Parameter> parameters, OutputStream out) {
        List<Parameter> sorted = parameters.stream()
                .sorted(Comparator.comparing(Parameter::name))
                .toList();
        try {
            byte[] header = header(sorted);
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
    static String digest(List<Parameter> parameters) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parameters.forEach(parameter -> digest.update(bytes(parameter)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    private static byte[] header(List<Parameter> parameters) {
        StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long begin = 0;
        for (Parameter parameter : parameters) {
            long end = begin + size(parameter);
            json.append(",\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                    .formatted(parameter.name(), type(parameter), shape(parameter), begin, end));
            begin = end;
        }
        json.append('}');
        while (json.length() % ALIGNMENT != 0) {
            json.append(' ');
        }
        return json.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(Parameter parameter) {
        ByteBuffer buffer = parameter.array().toByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static long size(Parameter parameter) {
        return parameter.array().size() * parameter.array().getDataType().getNumOfBytes();
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
            default -> throw new IllegalArgumentException(parameter.name() + " has type " + type);
        };
    }
}
