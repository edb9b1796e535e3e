package dev.isograd.learning.export;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.graph.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a network as a TorchScript archive: a zip file with the code, a pickle of the module, and its arrays. */
final class TorchScriptFile {

    private static final String ROOT = "network/";
    private static final String MODULE = "Network";

    /** A fixed time, so that equal networks give equal bytes; zip files begin in 1980. */
    private static final long TIME = 315_619_200_000L;

    private TorchScriptFile() {}

    static void write(NetworkFile network, OutputStream out) throws IOException {
        TorchScriptGraph graph = new TorchScriptGraph();
        Value bytes = graph.cast(new Value(NetworkFile.INPUT));
        Value normalized = graph.scaleAndShift(
                bytes, network.scale().in(graph), network.offset().in(graph));
        Value scores = network.describe(graph, normalized);
        ZipOutputStream zip = new ZipOutputStream(out);
        put(zip, "data.pkl", pickle(graph));
        put(zip, "code/__torch__.py", text(code(graph, scores)));
        put(zip, "constants.pkl", new Pickle().emptyTuple().end());
        put(zip, "version", text("3\n"));
        put(zip, "byteorder", text("little"));
        for (Map.Entry<String, String> entry : network.metadata().entrySet()) {
            put(zip, "extra/" + entry.getKey(), text(entry.getValue()));
        }
        int number = 0;
        for (NDArray array : graph.attributes().values()) {
            // The network's own memory: a large array would not fit into the Java heap.
            put(zip, "data/" + number++, array.toByteBuffer(true));
        }
        zip.finish();
    }

    private static String code(TorchScriptGraph graph, Value scores) {
        String names = graph.attributes().keySet().stream()
                .map(name -> "\"" + name + "\", ")
                .collect(Collectors.joining());
        String types = graph.attributes().keySet().stream()
                .map(name -> "  " + name + " : Tensor\n")
                .collect(Collectors.joining());
        return """
                class %s(Module):
                  __parameters__ = []
                  __buffers__ = [%s]
                  training : bool
                %s  def forward(self: __torch__.%s,
                    %s: Tensor) -> Tensor:
                %s    return %s
                """.formatted(MODULE, names, types, MODULE, NetworkFile.INPUT, graph.lines(), scores.name());
    }

    private static ByteBuffer pickle(TorchScriptGraph graph) {
        Pickle pickle = new Pickle()
                .global("__torch__", MODULE)
                .emptyTuple()
                .newObject()
                .emptyDictionary()
                .mark();
        pickle.text("training").no();
        int number = 0;
        for (Map.Entry<String, NDArray> attribute : graph.attributes().entrySet()) {
            pickle.text(attribute.getKey());
            pickle.tensor(
                    Integer.toString(number++), attribute.getValue().getShape().getShape());
        }
        return pickle.setItems().build().end();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Stored as they are, because libtorch reads compressed arrays slowly and they hardly get smaller. */
    private static void put(ZipOutputStream zip, String name, ByteBuffer bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes.duplicate());
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTime(TIME);
        entry.setSize(bytes.remaining());
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        Channels.newChannel(zip).write(bytes);
        zip.closeEntry();
    }
}
