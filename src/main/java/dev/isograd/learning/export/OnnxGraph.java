package dev.isograd.learning.export;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network down as the nodes of an ONNX graph, opset 17. Field numbers are those of {@code onnx.proto3}.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">The operators</a>
 */
final class OnnxGraph implements Graph {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final Protobuf nodes = new Protobuf();
    private final Protobuf initializers = new Protobuf();
    private final Map<String, Value> parameters = new HashMap<>();
    private int count;

    /** GraphProto without its inputs and outputs. */
    Protobuf body(String name) {
        return new Protobuf().concat(nodes).text(2, name).concat(initializers);
    }

    /** A copy under another name, such as that of the graph's output. */
    void name(Value x, String name) {
        nodes.message(1, node("Identity", List.of(x), List.of(new Value(name)), new Protobuf()));
    }

    Value cast(Value x) {
        return add("Cast", new Protobuf().message(5, integer("to", FLOAT)), x);
    }

    Value scaleAndShift(Value x, Value scale, Value shift) {
        return add(add("Mul", x, scale), shift);
    }

    @Override
    public Value parameter(String name, NDArray array) {
        return parameters.computeIfAbsent(name, unseen -> floats(name, array));
    }

    private Value floats(String name, NDArray array) {
        // The network's own memory, which lives longer than this graph. The Java heap could not hold a large network.
        ByteBuffer bytes = array.toByteBuffer(true);
        initializers.message(5, tensor(name, FLOAT, array.getShape().getShape(), bytes));
        return new Value(name);
    }

    private Value integers(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(INT64, new long[] {values.length}, bytes);
    }

    private Value number(double value) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(0, (float) value);
        return constant(FLOAT, new long[0], bytes);
    }

    private Value constant(int type, long[] shape, ByteBuffer bytes) {
        Value constant = new Value("constant" + ++count);
        initializers.message(5, tensor(constant.name(), type, shape, bytes));
        return constant;
    }

    @Override
    public Value convolution(Value x, Value weight, @Nullable Value bias, int stride, int padding) {
        Protobuf attributes = new Protobuf()
                .message(5, integers("strides", stride, stride))
                .message(5, integers("pads", padding, padding, padding, padding));
        return bias == null ? add("Conv", attributes, x, weight) : add("Conv", attributes, x, weight, bias);
    }

    /** Gemm takes matrices only, and tokens have three axes. */
    @Override
    public Value linear(Value x, Value weight, @Nullable Value bias) {
        Value product = matMul(x, transpose(weight, 1, 0));
        return bias == null ? product : add(product, bias);
    }

    @Override
    public Value batchNormalization(Value x, Value scale, Value shift, Value mean, Value variance, float epsilon) {
        return add(
                "BatchNormalization",
                new Protobuf().message(5, real("epsilon", epsilon)),
                x,
                scale,
                shift,
                mean,
                variance);
    }

    @Override
    public Value layerNormalization(Value x, Value scale, Value shift, int channels, float epsilon) {
        Protobuf attributes = new Protobuf().message(5, integer("axis", -1)).message(5, real("epsilon", epsilon));
        return add("LayerNormalization", attributes, x, scale, shift);
    }

    @Override
    public Value relu(Value x) {
        return add("Relu", x);
    }

    /** Opset 17 has no Gelu. */
    @Override
    public Value gelu(Value x) {
        Value distribution = multiply(add(add("Erf", multiply(x, 1 / Math.sqrt(2))), number(1)), 0.5);
        return add("Mul", x, distribution);
    }

    @Override
    public Value softplus(Value x) {
        return add("Softplus", x);
    }

    @Override
    public Value softmax(Value x) {
        return add("Softmax", new Protobuf().message(5, integer("axis", -1)), x);
    }

    @Override
    public Value maxPool(Value x, int window, int stride, int padding) {
        Protobuf attributes = new Protobuf()
                .message(5, integers("kernel_shape", window, window))
                .message(5, integers("strides", stride, stride))
                .message(5, integers("pads", padding, padding, padding, padding));
        return add("MaxPool", attributes, x);
    }

    @Override
    public Value averagePool(Value x, int high, int wide) {
        Protobuf attributes = new Protobuf()
                .message(5, integers("kernel_shape", high, wide))
                .message(5, integers("strides", high, wide))
                .message(5, integer("ceil_mode", 1));
        return add("AveragePool", attributes, x);
    }

    @Override
    public Value subsample(Value x, int stride, int newChannels) {
        Protobuf attributes = new Protobuf()
                .message(5, integers("kernel_shape", 1, 1))
                .message(5, integers("strides", stride, stride));
        Value every = add("AveragePool", attributes, x);
        return add("Pad", every, integers(0, 0, 0, 0, 0, newChannels, 0, 0));
    }

    @Override
    public Value mean(Value x, int... axes) {
        long[] wide = IntStream.of(axes).asLongStream().toArray();
        Protobuf attributes = new Protobuf().message(5, integers("axes", wide)).message(5, integer("keepdims", 0));
        return add("ReduceMean", attributes, x);
    }

    @Override
    public Value reshape(Value x, int... shape) {
        return add("Reshape", x, integers(IntStream.of(shape).asLongStream().toArray()));
    }

    @Override
    public Value reshapeLike(Value x, Value other) {
        return add("Reshape", x, add("Shape", other));
    }

    @Override
    public Value transpose(Value x, int... axes) {
        long[] wide = IntStream.of(axes).asLongStream().toArray();
        return add("Transpose", new Protobuf().message(5, integers("perm", wide)), x);
    }

    @Override
    public List<Value> split(Value x, int parts, int axis) {
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            outputs.add(new Value("value" + ++count));
        }
        nodes.message(1, node("Split", List.of(x), outputs, new Protobuf().message(5, integer("axis", axis))));
        return outputs;
    }

    @Override
    public Value matMul(Value a, Value b) {
        return add("MatMul", a, b);
    }

    @Override
    public Value add(Value a, Value b) {
        return add("Add", a, b);
    }

    @Override
    public Value multiply(Value x, double factor) {
        return add("Mul", x, number(factor));
    }

    private Value add(String operator, Value... inputs) {
        return add(operator, new Protobuf(), inputs);
    }

    private Value add(String operator, Protobuf attributes, Value... inputs) {
        Value output = new Value("value" + ++count);
        nodes.message(1, node(operator, List.of(inputs), List.of(output), attributes));
        return output;
    }

    private static Protobuf node(String operator, List<Value> inputs, List<Value> outputs, Protobuf attributes) {
        Protobuf node = new Protobuf();
        inputs.forEach(input -> node.text(1, input.name()));
        outputs.forEach(output -> node.text(2, output.name()));
        return node.text(4, operator).concat(attributes);
    }

    private static Protobuf tensor(String name, int type, long[] shape, ByteBuffer bytes) {
        Protobuf tensor = new Protobuf();
        for (long length : shape) {
            tensor.integer(1, length);
        }
        return tensor.integer(2, type).text(8, name).bytes(9, bytes);
    }

    private static Protobuf integer(String name, long value) {
        return new Protobuf().text(1, name).integer(3, value).integer(20, ATTRIBUTE_INT);
    }

    private static Protobuf integers(String name, long... values) {
        Protobuf attribute = new Protobuf().text(1, name);
        for (long value : values) {
            attribute.integer(8, value);
        }
        return attribute.integer(20, ATTRIBUTE_INTS);
    }

    private static Protobuf real(String name, float value) {
        return new Protobuf().text(1, name).real(2, value).integer(20, ATTRIBUTE_FLOAT);
    }
}
