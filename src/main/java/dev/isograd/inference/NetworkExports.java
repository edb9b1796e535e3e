package dev.isograd.inference;

import dev.isograd.Digests;
import dev.isograd.ShortText;
import dev.isograd.inference.InferenceReply.Cause;
import dev.isograd.learning.export.ExportFormat;
import dev.isograd.learning.export.TrainedNetwork;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.trainer.MessageChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Writes a network to files in the child process, and compares each with the network before it is handed out. */
final class NetworkExports {

    /** Largest difference of a score, for scores up to {@link #USUAL}; above, float32 has fewer digits after the point. */
    static final double TOLERANCE = 1e-4;

    private static final double USUAL = 100;

    /** Most pictures that an export is compared on. */
    static final int COMPARED = 64;

    private static final int LONGEST_MESSAGE = 1000;

    private final LoadedNetwork loaded;
    private final MessageChannel server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("export").factory());

    NetworkExports(LoadedNetwork loaded, MessageChannel server) {
        this.loaded = loaded;
        this.server = server;
    }

    /** Does not delay the predictions meanwhile. */
    void accept(InferenceRequest.Export request) {
        thread.execute(() -> {
            try {
                server.send(reply(request));
            } catch (IOException gone) {
                throw new UncheckedIOException("The server is gone", gone);
            }
        });
    }

    private InferenceReply reply(InferenceRequest.Export request) {
        try {
            return export(request);
        } catch (ExportMismatch | IllegalArgumentException unusable) {
            unusable.printStackTrace();
            return new InferenceReply.Failed(
                    request.id(), Cause.MISMATCH, ShortText.of(String.valueOf(unusable.getMessage()), LONGEST_MESSAGE));
        } catch (IOException | RuntimeException failure) {
            failure.printStackTrace();
            return new InferenceReply.Failed(
                    request.id(),
                    Cause.INTERNAL,
                    ShortText.of("The export failed: " + failure.getMessage(), LONGEST_MESSAGE));
        }
    }

    private InferenceReply export(InferenceRequest.Export request) throws IOException {
        ExportFormat format = ExportFormat.valueOf(request.format());
        Path file = Path.of(request.file());
        try (OutputStream out = Files.newOutputStream(file)) {
            loaded.network().write(format, request.upTo(), new TreeMap<>(request.metadata()), out);
        }
        double difference = difference(format, request.upTo(), file, pictures(request.pictures()));
        return new InferenceReply.Exported(request.id(), Files.size(file), Digests.of(file), difference);
    }

    /**
     * Returns the largest difference of a score.
     *
     * @throws ExportMismatch if it is too large
     */
    private double difference(ExportFormat format, int upTo, Path file, ByteBuffer pictures) throws IOException {
        TrainedNetwork network = loaded.network();
        int count = pictures.remaining() / loaded.shape().bytes();
        float[] expected = network.scores(pictures.duplicate(), count, upTo);
        float[] actual;
        try (ExportedNetwork exported = open(format, upTo, file)) {
            actual = exported.scores(pictures.duplicate(), count);
        }
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            // Not a number differs from everything.
            double each = Math.abs((double) expected[i] - actual[i]);
            difference = Double.isNaN(each) ? Double.POSITIVE_INFINITY : Math.max(difference, each);
        }
        if (difference > TOLERANCE * Math.max(1, largest / USUAL)) {
            throw new ExportMismatch(
                    "The scores of the exported file differ by up to %.3g from those of the trained network; at most %.0e is allowed"
                            .formatted(difference, TOLERANCE));
        }
        return difference;
    }

    private ExportedNetwork open(ExportFormat format, int upTo, Path file) throws IOException {
        PictureFormat pictures = loaded.network().pictures();
        return switch (format) {
            case ONNX -> new OnnxNetwork(file, pictures);
            case TORCHSCRIPT -> new TorchScriptNetwork(file, pictures);
            case SAFETENSORS -> new SafetensorsNetwork(file, loaded.spec(), pictures, upTo);
        };
    }

    /** Test images; noise if the data set has gone since the training. */
    private ByteBuffer pictures(@Nullable String file) throws IOException {
        byte[] bytes = file == null ? new byte[COMPARED * loaded.shape().bytes()] : Files.readAllBytes(Path.of(file));
        if (file == null) {
            new Random(1).nextBytes(bytes);
        }
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
