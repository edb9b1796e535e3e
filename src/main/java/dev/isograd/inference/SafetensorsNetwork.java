package dev.isograd.inference;

import dev.isograd.learning.export.TrainedNetwork;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A safetensors file, loaded into a new network. */
final class SafetensorsNetwork implements ExportedNetwork {

    private final TrainedNetwork network;
    private final int upTo;

    /** @throws ExportMismatch if the file does not hold the modules up to the given one, and its head */
    SafetensorsNetwork(Path file, TrainingSpec spec, PictureFormat format, int upTo) throws IOException {
        this.network = new TrainedNetwork(spec, format);
        this.upTo = upTo;
        try (InputStream arrays = new BufferedInputStream(Files.newInputStream(file))) {
            network.loadExport(upTo, arrays);
        } catch (UnusableState unusable) {
            network.close();
            throw new ExportMismatch("The file cannot be read again: " + unusable.getMessage(), unusable);
        }
    }

    @Override
    public float[] scores(ByteBuffer pictures, int count) {
        return network.scores(pictures, count, upTo);
    }

    @Override
    public void close() {
        network.close();
    }
}
