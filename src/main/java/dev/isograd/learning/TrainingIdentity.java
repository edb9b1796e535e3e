package dev.isograd.learning;

import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** All that decides the numbers of a training, as text by name: two trainings with the same one are the same. */
final class TrainingIdentity {

    /** The images themselves count, not their name; and where and how long a training runs does not change it. */
    private static final Set<String> INDIFFERENT = Set.of("/dataset", "/limits", "/device", "/insight");

    /** What a fork shares with the training it comes from: its arrays, and which images make up each step. */
    private static final List<String> SHARED =
            List.of("/network/", "/split/", "/head/", "/batchSize", "/seed", "train.", "test.");

    private final SortedMap<String, String> text = new TreeMap<>();

    TrainingIdentity(TrainingSpec spec, LabelledImages train, LabelledImages test) {
        SpecWriter.write(spec).forEach((name, value) -> put("/" + name, value));
        put("train", train);
        put("test", test);
    }

    SortedMap<String, String> text() {
        return text;
    }

    /** @throws UnusableState that names what differs */
    void requireSame(Map<String, String> other) {
        require(other, name -> true, "The state is of another training");
    }

    /** @throws UnusableState that names what a fork cannot change */
    void requireForkable(Map<String, String> other) {
        require(other, name -> SHARED.stream().anyMatch(name::startsWith), "A training cannot go on from this state");
    }

    private void require(Map<String, String> other, Predicate<String> matters, String otherwise) {
        Set<String> names = new TreeSet<>(text.keySet());
        names.addAll(other.keySet());
        names.removeIf(matters.negate());
        for (String name : names) {
            String saved = other.getOrDefault(name, "absent");
            String here = text.getOrDefault(name, "absent");
            if (!saved.equals(here)) {
                throw new UnusableState("%s: %s is %s here and %s there".formatted(otherwise, name, here, saved));
            }
        }
    }

    private void put(String pointer, Object value) {
        if (INDIFFERENT.contains(pointer)) {
            return;
        }
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> put(pointer + "/" + name, field));
        } else {
            text.put(pointer, value.toString());
        }
    }

    private void put(String set, LabelledImages images) {
        text.put(
                set + ".shape",
                "%d images of %dx%dx%d, %d classes"
                        .formatted(
                                images.count(), images.channels(), images.height(), images.width(), images.classes()));
        text.put(set + ".sha256", digest(images));
    }

    private static String digest(LabelledImages images) {
        MessageDigest digest = Safetensors.sha256();
        digest.update(images.images().duplicate());
        IntBuffer labels = images.labels().duplicate();
        ByteBuffer label = ByteBuffer.allocate(Integer.BYTES);
        while (labels.hasRemaining()) {
            digest.update(label.putInt(0, labels.get()).array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
