package dev.isograd.learning.safetensors;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.safetensors.SafetensorsHeader.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON of a safetensors header, which need not be trusted: objects nested three deep, text, whole numbers.
 *
 * <p>It accepts strict JSON only, refuses a name that occurs twice, and bounds the memory that any header can take.
 */
public final class SafetensorsHeaderParser {

    static final String METADATA = "__metadata__";

    /** Per object; far more than any training has. */
    private static final int MOST_MEMBERS = 1 << 16;

    private static final int HIGHEST_RANK = 8;
    /** Digits of the largest long. */
    private static final int LONGEST_NUMBER = 19;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names of untrusted files do not belong in a table that outlives them.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(SafetensorsReader.LONGEST_HEADER)
                    .maxNameLength(SafetensorsReader.LONGEST_HEADER)
                    .maxStringLength(SafetensorsReader.LONGEST_HEADER)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNestingDepth(3)
                    .build())
            .build();

    private final JsonParser json;

    private SafetensorsHeaderParser(JsonParser json) {
        this.json = json;
    }

    /** @throws UnusableState if the text is anything but a header whose parts agree */
    public static SafetensorsHeader parse(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            SafetensorsHeaderParser parser = new SafetensorsHeaderParser(json);
            try {
                return parser.header();
            } catch (JacksonException invalid) {
                throw new UnusableState(
                        "The header is invalid at character %d: %s"
                                .formatted(parser.at(), invalid.getOriginalMessage()),
                        invalid);
            }
        }
    }

    private SafetensorsHeader header() {
        Map<String, String> metadata = new HashMap<>();
        List<Tensor> tensors = new ArrayList<>();
        json.nextToken();
        object(name -> {
            if (name.equals(METADATA)) {
                object(key -> metadata.put(key, text()));
            } else {
                tensors.add(tensor(name));
            }
        });
        if (json.nextToken() != null) {
            throw wrong("more than one object");
        }
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

    /** @param member reads the value of the given name, whose first token is the current one */
    private void object(Consumer<String> member) {
        require(JsonToken.START_OBJECT);
        int members = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (++members > MOST_MEMBERS) {
                throw wrong("more than %d names in an object".formatted(MOST_MEMBERS));
            }
            json.nextToken();
            member.accept(name);
        }
        require(JsonToken.END_OBJECT);
    }

    private String text() {
        require(JsonToken.VALUE_STRING);
        return json.getString();
    }

    private long[] numbers(int most) {
        require(JsonToken.START_ARRAY);
        long[] numbers = new long[most];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.VALUE_NUMBER_INT);
            if (count == most) {
                throw wrong("more than %d numbers in a list".formatted(most));
            }
            numbers[count++] = number();
        }
        return Arrays.copyOf(numbers, count);
    }

    private long number() {
        if (json.getString().startsWith("-")) {
            throw wrong("a negative number");
        }
        return json.getLongValue();
    }

    private void require(JsonToken wanted) {
        if (json.currentToken() != wanted) {
            throw wrong("%s instead of %s".formatted(json.currentToken(), wanted));
        }
    }

    private UnusableState wrong(String what) {
        return new UnusableState("The header has %s at character %d".formatted(what, at()));
    }

    private long at() {
        return json.currentLocation().getCharOffset();
    }

    /** Fields come in any order. */
    private static final class TensorFields {
        private @Nullable DataType type;
        private long @Nullable [] shape;
        private long @Nullable [] offsets;
    }
}
