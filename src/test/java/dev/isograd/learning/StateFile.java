package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.safetensors.SafetensorsHeader;
import dev.isograd.learning.safetensors.SafetensorsReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Saved states of trainings, for tests. */
public final class StateFile {

    static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);
    static final LabelledImages TEST = Synthetic.images(30, 1, 12, 3);

    private StateFile() {}

    /** The state after the given number of steps. */
    public static byte[] of(TrainingSpec spec, int steps) {
        try (TrainingLoop loop = new TrainingLoop(spec, TRAIN, TEST, new Recorder())) {
            loop.run(between -> between.stepsDone() < steps);
            return save(loop);
        }
    }

    static byte[] load(TrainingSpec spec, LabelledImages train, LabelledImages test, byte[] state) {
        try (TrainingLoop loop = new TrainingLoop(spec, train, test, new Recorder())) {
            loop.loadState(new ByteArrayInputStream(state));
            return save(loop);
        }
    }

    public static byte[] fork(TrainingSpec spec, LabelledImages train, byte[] state) {
        try (TrainingLoop loop = new TrainingLoop(spec, train, TEST, new Recorder())) {
            loop.forkState(new ByteArrayInputStream(state));
            return save(loop);
        }
    }

    public static byte[] save(TrainingLoop loop) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        loop.saveState(file);
        return file.toByteArray();
    }

    /** Changes a metadata entry and updates the digest of the metadata. */
    static byte[] withMetadata(byte[] state, String name, String value) {
        return forged(state, header -> replaced(header, name, value));
    }

    /** Removes an entry, as if an older version without this option had written the state. */
    static byte[] withoutMetadata(byte[] state, String name) {
        String pattern = "\"" + Pattern.quote(name) + "\":\"[^\"]*\",";
        return forged(state, header -> {
            assertThat(header).containsPattern(pattern);
            return header.replaceFirst(pattern, "");
        });
    }

    private static byte[] forged(byte[] state, UnaryOperator<String> change) {
        ByteBuffer file = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(file.getLong());
        String header = new String(state, Long.BYTES, length, StandardCharsets.US_ASCII);
        String forged = change.apply(header);
        SortedMap<String, String> metadata = new TreeMap<>(header(forged).metadata());
        metadata.remove("metadata.sha256");
        forged = replaced(forged, "metadata.sha256", TrainingState.digest(metadata));
        ByteBuffer all = ByteBuffer.allocate(Long.BYTES + forged.length() + state.length - Long.BYTES - length);
        all.order(ByteOrder.LITTLE_ENDIAN).putLong(forged.length());
        all.put(forged.getBytes(StandardCharsets.US_ASCII));
        all.put(state, Long.BYTES + length, state.length - Long.BYTES - length);
        return all.array();
    }

    private static SafetensorsHeader header(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + text.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
        return new SafetensorsReader(new ByteArrayInputStream(bytes.array())).header();
    }

    private static String replaced(String header, String name, String value) {
        String pattern = "\"" + Pattern.quote(name) + "\":\"[^\"]*\"";
        assertThat(header).containsPattern(pattern);
        return header.replaceFirst(pattern, Matcher.quoteReplacement("\"%s\":\"%s\"".formatted(name, value)));
    }
}
