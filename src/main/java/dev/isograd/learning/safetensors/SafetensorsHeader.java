package dev.isograd.learning.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.layers.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a safetensors file says it holds, consistent in itself.
 *
 * @param tensors in the order of their bytes, which follow one another without gaps
 */
public record SafetensorsHeader(Map<String, String> metadata, List<Tensor> tensors) {

    /** @throws UnusableState if tensors overlap, are out of order or leave gaps */
    public SafetensorsHeader {
        long end = 0;
        for (Tensor tensor : tensors) {
            if (tensor.begin() != end) {
                throw new UnusableState("Array %s begins at byte %d of the data instead of %d"
                        .formatted(tensor.name(), tensor.begin(), end));
            }
            end = tensor.end();
        }
    }

    /** @throws UnusableState if names, types and shapes are not those of the given arrays */
    public void requireArrays(List<Parameter> expected) {
        Map<String, Tensor> others = requireAmong(expected);
        if (!others.isEmpty()) {
            throw new UnusableState(
                    "Unknown array " + others.keySet().iterator().next());
        }
    }

    /**
     * Returns the arrays beside the given ones.
     *
     * @throws UnusableState if one of those is missing or has another type or shape
     */
    public Map<String, Tensor> requireAmong(List<Parameter> expected) {
        Map<String, Tensor> found = byName();
        for (Parameter parameter : expected) {
            requireSame(parameter, found.remove(parameter.name()));
        }
        return found;
    }

    /** Whether names, types and shapes are those of the given arrays. */
    public boolean hasArrays(List<Parameter> expected) {
        Map<String, Tensor> found = byName();
        return found.size() == expected.size()
                && expected.stream().allMatch(parameter -> isSame(parameter, found.get(parameter.name())));
    }

    private Map<String, Tensor> byName() {
        Map<String, Tensor> found = HashMap.newHashMap(tensors.size());
        tensors.forEach(tensor -> found.put(tensor.name(), tensor));
        return found;
    }

    private static boolean isSame(Parameter expected, @Nullable Tensor found) {
        return found != null
                && found.type() == expected.array().getDataType()
                && found.shape().equals(expected.array().getShape());
    }

    private static void requireSame(Parameter expected, @Nullable Tensor found) {
        if (found == null) {
            throw new UnusableState("Array %s is missing".formatted(expected.name()));
        }
        if (!isSame(expected, found)) {
            NDArray array = expected.array();
            throw new UnusableState("Array %s is %s %s; this training's is %s %s"
                    .formatted(found.name(), found.type(), found.shape(), array.getDataType(), array.getShape()));
        }
    }

    /**
     * One array of the file.
     *
     * @param begin its first byte, counted from the end of the header
     * @param end the byte after its last one
     */
    public record Tensor(String name, DataType type, Shape shape, long begin, long end) {

        /** @throws UnusableState if its bytes do not fit its shape */
        public Tensor {
            long bytes = bytes(name, type, shape);
            if (bytes > Integer.MAX_VALUE) {
                throw new UnusableState(
                        "Array %s has %d bytes; more than 2 GiB are not supported".formatted(name, bytes));
            }
            if (begin < 0 || end < begin || end - begin != bytes) {
                throw new UnusableState("Array %s of %s %s needs %d bytes; it has those from %d to %d"
                        .formatted(name, type, shape, bytes, begin, end));
            }
        }

        private static long bytes(String name, DataType type, Shape shape) {
            try {
                long bytes = type.getNumOfBytes();
                for (long side : shape.getShape()) {
                    // A side of 0 must not hide that the others overflow.
                    bytes = Math.multiplyExact(bytes, Math.max(1, side));
                }
                return shape.size() == 0 ? 0 : bytes;
            } catch (ArithmeticException overflow) {
                throw new UnusableState("Array %s has too many numbers".formatted(name), overflow);
            }
        }
    }
}
