package dev.isograd.learning;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.safetensors.Safetensors;
import dev.isograd.learning.safetensors.SafetensorsHeader;
import dev.isograd.learning.safetensors.SafetensorsHeader.Tensor;
import dev.isograd.learning.safetensors.SafetensorsReader;
import dev.isograd.learning.safetensors.UnusableState;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The complete state of a training between two steps, as a safetensors file. Its metadata hold the fingerprint and the
 * progress of the training.
 *
 * <p>Random streams have no state and learning rates follow from the step, so nothing else is needed.
 *
 * @param network parameters of all bodies and heads, and with validation those of the best epoch
 * @param rule all other arrays that determine later steps, such as the state of the optimizers
 */
public record TrainingState(List<Parameter> network, List<Parameter> rule, TrainingFingerprint fingerprint) {

    private static final String FORMAT = "format";
    private static final String VERSION = "isograd-training-state-1";
    private static final String DIGEST = "metadata.sha256";

    /** Equal states give equal bytes. */
    void write(Progress progress, OutputStream safetensors) {
        SortedMap<String, String> metadata = new TreeMap<>(fingerprint.text());
        metadata.putAll(progress.text());
        metadata.put(FORMAT, VERSION);
        metadata.put(DIGEST, digest(metadata));
        Safetensors.write(arrays(), metadata, safetensors);
    }

    private List<Parameter> arrays() {
        return Stream.concat(network.stream(), rule.stream()).toList();
    }

    /**
     * Copies the values of a file into the arrays, after the whole file was read and checked. After an exception, all
     * arrays are unchanged.
     *
     * @param check throws if the progress does not fit this training
     * @throws UnusableState if the file is damaged
     * @throws StateMismatch if the file belongs to another training
     */
    Progress read(InputStream safetensors, Consumer<Progress> check) {
        SafetensorsReader reader = new SafetensorsReader(safetensors);
        SafetensorsHeader header = reader.header();
        Progress progress = progress(header.metadata(), fingerprint::requireSame);
        check.accept(progress);
        header.requireArrays(arrays());
        load(arrays(), header, reader);
        return progress;
    }

    /**
     * As {@link #read}, from a training that may have another rule and optimizer. The rule's arrays are loaded only if
     * all of them fit; otherwise they keep their values.
     */
    Progress fork(InputStream safetensors, Consumer<Progress> check) {
        SafetensorsReader reader = new SafetensorsReader(safetensors);
        SafetensorsHeader header = reader.header();
        Progress progress = progress(header.metadata(), fingerprint::requireForkable);
        check.accept(progress);
        boolean all = header.hasArrays(arrays());
        if (!all) {
            header.requireAmong(network);
        }
        load(all ? arrays() : network, header, reader);
        return progress;
    }

    /** Reads the file to its end before the first array changes. */
    private static void load(List<Parameter> wanted, SafetensorsHeader header, SafetensorsReader reader) {
        Set<String> names = wanted.stream().map(Parameter::name).collect(Collectors.toSet());
        // Staged on the CPU, because the memory of the device may be full.
        try (NDManager staging = NDManager.newBaseManager(Device.cpu(), Devices.ENGINE)) {
            Map<String, NDArray> staged = new HashMap<>();
            for (Tensor tensor : header.tensors()) {
                if (names.contains(tensor.name())) {
                    staged.put(tensor.name(), reader.array(tensor, staging));
                } else {
                    reader.skip(tensor);
                }
            }
            reader.end();
            replace(wanted, staged);
        }
    }

    private static Progress progress(Map<String, String> metadata, Consumer<Map<String, String>> requireMatch) {
        SortedMap<String, String> rest = new TreeMap<>(metadata);
        String digest = rest.remove(DIGEST);
        // Checked first: if the digest is right, any other difference is a mismatch, not damage.
        if (!digest(rest).equals(digest)) {
            throw new UnusableState("The file is not a training state, or its metadata are damaged");
        }
        String version = rest.remove(FORMAT);
        if (!VERSION.equals(version)) {
            throw new StateMismatch(
                    "The state has the format %s; this version of Isograd reads %s".formatted(version, VERSION));
        }
        Progress progress = Progress.of(rest);
        rest.keySet().removeAll(progress.text().keySet());
        requireMatch.accept(rest);
        return progress;
    }

    private static void replace(List<Parameter> wanted, Map<String, NDArray> staged) {
        try (Recording off = Recording.off()) {
            for (Parameter parameter : wanted) {
                parameter.array().set(new NDIndex("..."), staged.get(parameter.name()));
            }
        }
    }

    /** SHA-256 of the metadata in hexadecimal. */
    public static String digest(SortedMap<String, String> metadata) {
        MessageDigest digest = Safetensors.sha256();
        metadata.forEach((name, value) -> digest.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
