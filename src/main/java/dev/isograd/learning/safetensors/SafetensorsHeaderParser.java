package dev.isograd.learning.safetensors;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.safetensors.SafetensorsHeader.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a safetensors header and nothing but that: objects nested three deep, text, whole numbers.
 *
 * <p>Our own because this package reads the JDK and DJL only, neither of which has a parser that refuses a name given
 * twice. Every level has its method, so no input can make it recurse.
 */
public final class SafetensorsHeaderParser {

    static final String METADATA = "__metadata__";

    /** Far more than any training has; bounds the memory that a header of the largest size can take. */
    private static final int MOST_MEMBERS = 1 << 16;

    private static final int HIGHEST_RANK = 8;

    private final String json;
    private int at;

    private SafetensorsHeaderParser(String json) {
        this.json = json;
    }

    /** @throws UnusableState if the text is anything but a header whose parts agree */
    public static SafetensorsHeader parse(String json) {
        SafetensorsHeaderParser parser = new SafetensorsHeaderParser(json);
        Map<String, String> metadata = new HashMap<>();
        List<Tensor> tensors = new ArrayList<>();
        parser.object(name -> {
            if (name.equals(METADATA)) {
                parser.object(key -> metadata.put(key, parser.text()));
            } else {
                tensors.add(parser.tensor(name));
            }
        });
        parser.end();
        return new SafetensorsHeader(metadata, tensors);
    }

    private Tensor tensor(String name) {
        TensorFields fields = new TensorFields();
        object(key -> {
            switch (key) {
                case "dtype" -> fields.type = type(text());
                case "shape" -> fields.shape = numbers(HIGHEST_RANK);
                case "data_offsets" -> fields.offsets = numbers(2);
                default -> throw wrong("the unknown field " + key);
            }
        });
        if (fields.type == null || fields.shape == null || fields.offsets == null || fields.offsets.length != 2) {
            throw wrong("an array without type, shape or two offsets");
        }
        return new Tensor(name, fields.type, new Shape(fields.shape), fields.offsets[0], fields.offsets[1]);
    }

    private DataType type(String name) {
        return switch (name) {
            case "F32" -> DataType.FLOAT32;
            case "F64" -> DataType.FLOAT64;
            case "I64" -> DataType.INT64;
            default -> throw wrong("the unsupported type " + name);
        };
    }

    private void object(Consumer<String> member) {
        expect('{');
        if (skip('}')) {
            return;
        }
        Set<String> names = new HashSet<>();
        do {
            String name = text();
            if (!names.add(name) || names.size() > MOST_MEMBERS) {
                throw wrong("too many names, or twice the name " + name);
            }
            expect(':');
            member.accept(name);
        } while (skip(','));
        expect('}');
    }

    private long[] numbers(int most) {
        expect('[');
        if (skip(']')) {
            return new long[0];
        }
        List<Long> numbers = new ArrayList<>();
        do {
            if (numbers.size() == most) {
                throw wrong("more than %d numbers in a list".formatted(most));
            }
            numbers.add(number());
        } while (skip(','));
        expect(']');
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /** Digits alone: neither sign nor fraction nor exponent has a meaning here. */
    private long number() {
        skipSpace();
        int from = at;
        while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
            at++;
        }
        boolean leadingZero = at - from > 1 && json.charAt(from) == '0';
        try {
            if (!leadingZero) {
                return Long.parseLong(json, from, at, 10);
            }
        } catch (NumberFormatException noneOrTooLarge) {
            throw new UnusableState("The header has no whole number at character %d".formatted(from), noneOrTooLarge);
        }
        throw wrong("a number that begins with 0");
    }

    private String text() {
        expect('"');
        StringBuilder text = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw wrong("a control character in a text");
            }
            text.append(c == '\\' ? escaped(next()) : c);
        }
        return text.toString();
    }

    private char escaped(char c) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hexDigit() << 12 | hexDigit() << 8 | hexDigit() << 4 | hexDigit());
            default -> throw wrong("the unknown escape " + c);
        };
    }

    private int hexDigit() {
        char c = next();
        if (c > 'f' || Character.digit(c, 16) < 0) {
            throw wrong("an escape without four digits");
        }
        return Character.digit(c, 16);
    }

    private void expect(char wanted) {
        if (!skip(wanted)) {
            throw wrong("no " + wanted);
        }
    }

    private boolean skip(char wanted) {
        skipSpace();
        boolean found = at < json.length() && json.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void skipSpace() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() {
        if (at == json.length()) {
            throw wrong("an end inside a text");
        }
        return json.charAt(at++);
    }

    private void end() {
        skipSpace();
        if (at < json.length()) {
            throw wrong("more than one object");
        }
    }

    private UnusableState wrong(String what) {
        return new UnusableState("The header has %s at character %d".formatted(what, at));
    }

    /** Fields come in any order. */
    private static final class TensorFields {
        private @Nullable DataType type;
        private long @Nullable [] shape;
        private long @Nullable [] offsets;
    }
}
