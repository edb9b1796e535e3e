package dev.isograd.learning.export;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.NetworkSetup;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Normalization;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.heads.SimilarityMatchingHead;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.libtorch.Libtorch;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.networks.Split;
import dev.isograd.learning.safetensors.Safetensors;
import dev.isograd.learning.safetensors.SafetensorsHeader;
import dev.isograd.learning.safetensors.SafetensorsHeader.Tensor;
import dev.isograd.learning.safetensors.SafetensorsReader;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** A network after its training, on the CPU and in float32: it answers pictures, and is written to files of other programs. */
public final class TrainedNetwork implements AutoCloseable {

    private static final Split WHOLE = new Split(List.of());
    private static final DataType TYPE = DataType.FLOAT32;

    private final NDManager manager;
    private final PictureFormat pictures;
    private final LocalNetwork network;
    private final Parameter scale;
    private final Parameter offset;
    private boolean headsLoaded;

    /**
     * Builds the network of a spec; then call {@link #load}.
     *
     * @throws IllegalArgumentException if the pictures do not fit the network
     */
    public TrainedNetwork(TrainingSpec spec, PictureFormat pictures) {
        this.manager = NDManager.newBaseManager(Device.cpu(), Libtorch.ENGINE);
        this.pictures = pictures;
        NetworkSetup setup = new NetworkSetup(
                spec, new FeatureShape(pictures.channels(), pictures.height(), pictures.width()), pictures.classes());
        this.network = setup.network(
                spec.rule().trainsOneModule() ? WHOLE : setup.split(),
                owner -> new Initializer(manager, TYPE, spec.seed(), owner));
        Normalization normalization = new Normalization(doubles(pictures.means()), doubles(pictures.deviations()));
        this.scale = new Parameter("normalization.scale", normalization.scale(manager, TYPE), false);
        this.offset = new Parameter("normalization.offset", normalization.offset(manager, TYPE), false);
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Loads the final network, whose classifier is the head of the last module.
     *
     * @throws UnusableState if the file does not hold this network
     */
    public void load(InputStream weights) {
        load(network.finalParameters(), weights);
    }

    /** Loads the heads of the other modules. */
    public void loadHeads(InputStream heads) {
        load(network.auxiliaryHeadParameters(), heads);
        headsLoaded = true;
    }

    /** Loads a safetensors file that {@link #write} has written up to the same module. */
    public void loadExport(int upTo, InputStream safetensors) {
        load(arrays(file(upTo, new TreeMap<>())), safetensors);
    }

    private static void load(List<Parameter> parameters, InputStream safetensors) {
        SafetensorsReader reader = new SafetensorsReader(safetensors);
        SafetensorsHeader header = reader.header();
        header.requireArrays(parameters);
        Map<String, Parameter> byName =
                parameters.stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
        try (NDManager staging = NDManager.newBaseManager(Device.cpu(), Libtorch.ENGINE);
                Recording off = Recording.off()) {
            for (Tensor tensor : header.tensors()) {
                try (NDArray array = reader.array(tensor, staging)) {
                    Parameter parameter = byName.get(tensor.name());
                    if (parameter != null) {
                        parameter.array().set(new NDIndex("..."), array);
                    }
                }
            }
            reader.end();
        }
    }

    /** The pictures that the network takes. */
    public PictureFormat pictures() {
        return pictures;
    }

    /** Number of modules, at least 1. */
    public int modules() {
        return network.modules().size();
    }

    /** Whether {@link #scores} and {@link #write} can use the head of a module, 1 to K. */
    public boolean hasHead(int module) {
        return module == modules() || headsLoaded && module >= 1 && module < modules();
    }

    /**
     * The scores of every head that was loaded, by module.
     *
     * @param bytes pictures of shape (count, channels, height, width)
     * @return scores of shape (count, classes)
     */
    public SortedMap<Integer, float[]> scores(ByteBuffer bytes, int count) {
        return scores(bytes, count, modules(), this::hasHead);
    }

    /** The scores of one head; the modules above it are not run. */
    public float[] scores(ByteBuffer bytes, int count, int module) {
        return Objects.requireNonNull(
                scores(bytes, count, module, number -> number == module).get(module));
    }

    private SortedMap<Integer, float[]> scores(ByteBuffer bytes, int count, int upTo, IntPredicate wanted) {
        SortedMap<Integer, float[]> scores = new TreeMap<>();
        try (NDScope scope = new NDScope();
                Recording off = Recording.off()) {
            Shape shape = new Shape(count, pictures.channels(), pictures.height(), pictures.width());
            NDArray x = manager.create(bytes, shape, DataType.UINT8)
                    .toType(TYPE, true)
                    .muli(scale.array())
                    .addi(offset.array());
            for (LocalModule module : network.modules().subList(0, upTo)) {
                x = module.features(x, Mode.EVALUATION);
                if (wanted.test(module.number())) {
                    scores.put(
                            module.number(), module.scores(x, Mode.EVALUATION).toFloatArray());
                }
            }
        }
        return scores;
    }

    /**
     * Writes the modules up to one of them, and its head, as a file. Equal networks and metadata give equal bytes.
     *
     * @param upTo 1 to K
     * @throws IllegalArgumentException if the format cannot hold the network
     */
    public void write(ExportFormat format, int upTo, SortedMap<String, String> metadata, OutputStream out)
            throws IOException {
        NetworkFile file = file(upTo, metadata);
        BufferedOutputStream buffered = new BufferedOutputStream(out);
        switch (format) {
            case ONNX -> OnnxFile.write(file, Channels.newChannel(buffered));
            case TORCHSCRIPT -> TorchScriptFile.write(file, buffered);
            case SAFETENSORS -> Safetensors.write(arrays(file), withFormat(metadata), buffered);
        }
        buffered.flush();
    }

    private NetworkFile file(int upTo, SortedMap<String, String> metadata) {
        List<LocalModule> modules = network.modules().subList(0, upTo);
        return new NetworkFile(
                pictures,
                modules.stream().map(LocalModule::body).toList(),
                answering(modules.getLast().head()),
                scale,
                offset,
                metadata);
    }

    /** The part of a head that answers; the other one is for its loss. */
    private static Layer answering(Layer head) {
        return head instanceof SimilarityMatchingHead.Layers both ? both.prediction() : head;
    }

    private static List<Parameter> arrays(NetworkFile file) {
        List<Parameter> arrays = new ArrayList<>(List.of(file.scale(), file.offset()));
        for (Chain body : file.bodies()) {
            arrays.addAll(body.parameters());
        }
        arrays.addAll(file.head().parameters());
        return arrays;
    }

    /** Libraries ask for this entry. */
    private static SortedMap<String, String> withFormat(SortedMap<String, String> metadata) {
        SortedMap<String, String> all = new TreeMap<>(metadata);
        all.put("format", "pt");
        return all;
    }

    @Override
    public void close() {
        manager.close();
    }
}
