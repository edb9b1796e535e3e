package dev.isograd.learning.export;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes a network down as the lines of a TorchScript method. */
final class TorchScriptGraph implements Graph {

    private static final int FLOAT32 = 6;

    private final StringBuilder lines = new StringBuilder();
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final SequencedMap<String, NDArray> attributes = new LinkedHashMap<>();
    private int count;

    /** The arrays of the network by the name of the attribute that holds each. */
    SequencedMap<String, NDArray> attributes() {
        return attributes;
    }

    String lines() {
        return lines.toString();
    }

    Value cast(Value x) {
        return add("torch.to(%s, %d, False, False, None)", x.name(), FLOAT32);
    }

    Value scaleAndShift(Value x, Value scale, Value shift) {
        return add(add("torch.mul(%s, %s)", x.name(), scale.name()), shift);
    }

    /** Names of attributes have no dots. */
    @Override
    public Value parameter(String name, NDArray array) {
        return values.computeIfAbsent(name, unseen -> {
            String attribute = name.replace('.', '_');
            while (attributes.putIfAbsent(attribute, array) != null) {
                attribute += "_";
            }
            return new Value("self." + attribute);
        });
    }

    @Override
    public Value convolution(Value x, Value weight, @Nullable Value bias, int stride, int padding) {
        return add(
                "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d], [1, 1], 1)",
                x.name(), weight.name(), optional(bias), stride, stride, padding, padding);
    }

    @Override
    public Value linear(Value x, Value weight, @Nullable Value bias) {
        return add("torch.linear(%s, %s, %s)", x.name(), weight.name(), optional(bias));
    }

    @Override
    public Value batchNormalization(Value x, Value scale, Value shift, Value mean, Value variance, float epsilon) {
        return add(
                "torch.batch_norm(%s, %s, %s, %s, %s, False, 0.1, %s, True)",
                x.name(), scale.name(), shift.name(), mean.name(), variance.name(), number(epsilon));
    }

    @Override
    public Value layerNormalization(Value x, Value scale, Value shift, int channels, float epsilon) {
        return add(
                "torch.layer_norm(%s, [%d], %s, %s, %s, True)",
                x.name(), channels, scale.name(), shift.name(), number(epsilon));
    }

    @Override
    public Value relu(Value x) {
        return add("torch.relu(%s)", x.name());
    }

    @Override
    public Value gelu(Value x) {
        return add("torch.gelu(%s)", x.name());
    }

    @Override
    public Value softplus(Value x) {
        return add("torch.softplus(%s)", x.name());
    }

    @Override
    public Value softmax(Value x) {
        return add("torch.softmax(%s, -1)", x.name());
    }

    @Override
    public Value maxPool(Value x, int window, int stride, int padding) {
        return add(
                "torch.max_pool2d(%s, [%d, %d], [%d, %d], [%d, %d], [1, 1], False)",
                x.name(), window, window, stride, stride, padding, padding);
    }

    @Override
    public Value averagePool(Value x, int high, int wide) {
        return add(
                "torch.avg_pool2d(%s, [%d, %d], [%d, %d], [0, 0], True, False, None)",
                x.name(), high, wide, high, wide);
    }

    @Override
    public Value subsample(Value x, int stride, int newChannels) {
        Value every =
                add("torch.avg_pool2d(%s, [1, 1], [%d, %d], [0, 0], False, True, None)", x.name(), stride, stride);
        return add("torch.constant_pad_nd(%s, [0, 0, 0, 0, 0, %d], 0)", every.name(), newChannels);
    }

    @Override
    public Value mean(Value x, int... axes) {
        return add("torch.mean(%s, %s, False)", x.name(), Arrays.toString(axes));
    }

    @Override
    public Value reshape(Value x, int... shape) {
        String lengths = IntStream.range(0, shape.length)
                .mapToObj(i -> shape[i] == 0 ? "torch.size(%s, %d)".formatted(x.name(), i) : String.valueOf(shape[i]))
                .collect(Collectors.joining(", ", "[", "]"));
        return add("torch.reshape(%s, %s)", x.name(), lengths);
    }

    @Override
    public Value reshapeLike(Value x, Value other) {
        return add("torch.reshape(%s, torch.size(%s))", x.name(), other.name());
    }

    @Override
    public Value transpose(Value x, int... axes) {
        return add("torch.permute(%s, %s)", x.name(), Arrays.toString(axes));
    }

    @Override
    public List<Value> split(Value x, int parts, int axis) {
        Value all = add("torch.chunk(%s, %d, %d)", x.name(), parts, axis);
        return IntStream.range(0, parts)
                .mapToObj(i -> add("%s[%d]", all.name(), i))
                .toList();
    }

    @Override
    public Value matMul(Value a, Value b) {
        return add("torch.matmul(%s, %s)", a.name(), b.name());
    }

    @Override
    public Value add(Value a, Value b) {
        return add("torch.add(%s, %s)", a.name(), b.name());
    }

    @Override
    public Value multiply(Value x, double factor) {
        return add("torch.mul(%s, %s)", x.name(), number(factor));
    }

    private Value add(String expression, Object... arguments) {
        String name = "v" + ++count;
        lines.append("    %s = %s\n".formatted(name, expression.formatted(arguments)));
        return new Value(name);
    }

    private static String optional(@Nullable Value value) {
        return value == null ? "None" : value.name();
    }

    /** Java's digits, such as 1.0E-5, are Python's too. */
    private static String number(double value) {
        return Double.toString(value);
    }
}
