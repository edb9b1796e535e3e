package dev.isograd.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.SafetensorsHeader.Tensor;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.layers.Parameter;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The whole state of a training between two steps, as a safetensors file: arrays, and as metadata what training it is
 * and how far it has come.
 *
 * <p>Nothing random has a state, and learning rates follow from the step, so this is all.
 *
 * @param arrays every array that decides later steps
 */
record TrainingState(List<Parameter> arrays, TrainingIdentity identity) {

    private static final String FORMAT = "format";
    private static final String VERSION = "isograd-training-state-1";
    private static final String DIGEST = "metadata.sha256";

    /** The same state always makes the same bytes. */
    void write(Progress progress, OutputStream safetensors) {
        SortedMap<String, String> metadata = new TreeMap<>(identity.text());
        metadata.putAll(progress.text());
        metadata.put(FORMAT, VERSION);
        metadata.put(DIGEST, digest(metadata));
        Safetensors.write(arrays, metadata, safetensors);
    }

    /**
     * Puts a file's numbers into the arrays, after all of the file has been read and found usable.
     *
     * @param check throws where the progress cannot be this training's
     * @throws UnusableState with every array as it was
     */
    Progress read(InputStream safetensors, Consumer<Progress> check) {
        SafetensorsReader reader = new SafetensorsReader(safetensors);
        SafetensorsHeader header = reader.header();
        Progress progress = progress(header.metadata());
        check.accept(progress);
        header.requireArrays(arrays);
        // Beside the device's memory, which may be as full as the training makes it.
        try (NDManager staging = NDManager.newBaseManager(Device.cpu(), Devices.ENGINE)) {
            Map<String, NDArray> staged = new HashMap<>();
            for (Tensor tensor : header.tensors()) {
                staged.put(tensor.name(), reader.array(tensor, staging));
            }
            reader.end();
            replaceBy(staged);
        }
        return progress;
    }

    private Progress progress(Map<String, String> metadata) {
        SortedMap<String, String> rest = new TreeMap<>(metadata);
        String digest = rest.remove(DIGEST);
        if (!VERSION.equals(rest.get(FORMAT))) {
            throw new UnusableState("The file is no training state of a known version");
        }
        if (!digest(rest).equals(digest)) {
            throw new UnusableState("The state's metadata are damaged");
        }
        rest.remove(FORMAT);
        Progress progress = Progress.of(rest);
        rest.keySet().removeAll(progress.text().keySet());
        identity.requireSame(rest);
        return progress;
    }

    private void replaceBy(Map<String, NDArray> staged) {
        try (Recording off = Recording.off()) {
            for (Parameter parameter : arrays) {
                parameter.array().set(new NDIndex("..."), staged.get(parameter.name()));
            }
        }
    }

    static String digest(SortedMap<String, String> metadata) {
        MessageDigest digest = Safetensors.sha256();
        metadata.forEach((name, value) -> digest.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
