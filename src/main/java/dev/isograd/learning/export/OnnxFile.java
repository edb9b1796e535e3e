package dev.isograd.learning.export;

import dev.isograd.learning.graph.Value;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Writes a network as an ONNX model: IR version 8, opset 17. Field numbers are those of {@code onnx.proto3}. */
final class OnnxFile {

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;

    private OnnxFile() {}

    /** @throws IllegalArgumentException if the network does not fit into one file of this format */
    static void write(NetworkFile network, WritableByteChannel channel) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        Value bytes = graph.cast(new Value(NetworkFile.INPUT));
        Value normalized = graph.scaleAndShift(
                bytes, network.scale().in(graph), network.offset().in(graph));
        graph.name(network.describe(graph, normalized), NetworkFile.OUTPUT);
        Protobuf body = graph.body("isograd")
                .message(
                        11,
                        value(
                                NetworkFile.INPUT,
                                UINT8,
                                network.pictures().channels(),
                                network.pictures().height(),
                                network.pictures().width()))
                .message(12, value(NetworkFile.OUTPUT, FLOAT, network.pictures().classes()));
        Protobuf model = new Protobuf()
                .integer(1, IR_VERSION)
                .text(2, "isograd")
                .message(7, body)
                .message(8, new Protobuf().text(1, "").integer(2, OPSET));
        network.metadata()
                .forEach((name, text) ->
                        model.message(14, new Protobuf().text(1, name).text(2, text)));
        if (model.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The network needs %d bytes; an ONNX file holds at most 2 GiB".formatted(model.size()));
        }
        model.write(channel);
    }

    /** ValueInfoProto; the length of the first axis is a name and therefore open. */
    private static Protobuf value(String name, int type, int... lengths) {
        Protobuf shape = new Protobuf().message(1, new Protobuf().text(2, "N"));
        for (int length : lengths) {
            shape.message(1, new Protobuf().integer(1, length));
        }
        Protobuf tensor = new Protobuf().integer(1, type).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
