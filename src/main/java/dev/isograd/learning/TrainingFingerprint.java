package dev.isograd.learning;

import dev.isograd.learning.spec.ForkedSpec;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Everything that determines the results of a training, as text by name: equal fingerprints mean equal trainings. */
final class TrainingFingerprint {

    /**
     * Ignored: the images count, not their name; device, lanes, time limits and diagnostics do not change a training. Kernels of
     * a GPU differ by rounding only, whichever are chosen.
     */
    private static final Set<String> IGNORED =
            Set.of("/dataset", "/limits", "/device", "/deterministic", "/insight", "/parallel");

    private static final String DROP_LAST = "/dropLast";

    private final TrainingSpec spec;
    private final SortedMap<String, String> text = new TreeMap<>();

    TrainingFingerprint(TrainingSpec spec, LabelledImages train, LabelledImages test) {
        this.spec = spec;
        text.putAll(fields(spec));
        put("train", train);
        put("test", test);
    }

    SortedMap<String, String> text() {
        return text;
    }

    /** @throws StateMismatch if a field differs; names all that do */
    void requireSame(Map<String, String> other) {
        require(other, name -> true, "The state belongs to another training");
    }

    /** @throws StateMismatch if a field differs that a fork cannot change; names all such fields */
    void requireForkable(Map<String, String> other) {
        require(
                other,
                name -> ForkedSpec.isShared(name) || name.startsWith("train.") || name.startsWith("test."),
                "This training cannot be forked from this state");
    }

    private void require(Map<String, String> saved, Predicate<String> matters, String message) {
        SortedMap<String, String> there = new TreeMap<>(defaults(saved.keySet()));
        there.putAll(saved);
        Set<String> names = new TreeSet<>(text.keySet());
        names.addAll(there.keySet());
        String differences = names.stream()
                .filter(matters)
                .filter(name -> !Objects.equals(text.get(name), there.get(name)))
                .map(name -> "%s is %s here and %s there"
                        .formatted(name, text.getOrDefault(name, "absent"), there.getOrDefault(name, "absent")))
                .collect(Collectors.joining(", "));
        if (!differences.isEmpty()) {
            throw new StateMismatch(message + ": " + differences);
        }
    }

    /**
     * Default values of the fields that the state does not name: an option that is newer than the state had its default
     * when the state was saved.
     */
    private SortedMap<String, String> defaults(Set<String> named) {
        SortedMap<String, String> defaults = new TreeMap<>();
        try {
            defaults.putAll(fields(SpecReader.read(named(SpecWriter.write(spec), "", named))));
            // The one option whose default is not what trainings did before it.
            defaults.put(DROP_LAST, "true");
            defaults.keySet().removeAll(named);
        } catch (InvalidSpec noneOfThisKind) {
            // Then named fields differ too, and the message names them.
            defaults.clear();
        }
        return defaults;
    }

    private static Map<String, Object> named(Map<?, ?> fields, String pointer, Set<String> names) {
        Map<String, Object> kept = new LinkedHashMap<>();
        fields.forEach((field, value) -> {
            String name = pointer + "/" + field;
            if (IGNORED.contains(name) || names.contains(name)) {
                kept.put(String.valueOf(field), value);
            } else if (value instanceof Map<?, ?> nested) {
                Map<String, Object> inner = named(nested, name, names);
                if (!inner.isEmpty()) {
                    kept.put(String.valueOf(field), inner);
                }
            }
        });
        return kept;
    }

    private static SortedMap<String, String> fields(TrainingSpec spec) {
        SortedMap<String, String> fields = SpecWriter.fields(spec);
        fields.keySet().removeIf(name -> IGNORED.contains(name.replaceFirst("(?<=.)/.*", "")));
        return fields;
    }

    private void put(String set, LabelledImages images) {
        text.put(
                set + ".shape",
                String.format(
                        Locale.ROOT,
                        "%d images of %dx%dx%d, %d classes",
                        images.count(),
                        images.channels(),
                        images.height(),
                        images.width(),
                        images.classes()));
        text.put(set + ".sha256", digest(images));
    }

    private static String digest(LabelledImages images) {
        MessageDigest digest = images.scan().digest();
        IntBuffer labels = images.labels().duplicate();
        ByteBuffer label = ByteBuffer.allocate(Integer.BYTES);
        while (labels.hasRemaining()) {
            digest.update(label.putInt(0, labels.get()).array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
