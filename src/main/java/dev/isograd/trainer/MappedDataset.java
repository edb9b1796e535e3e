package dev.isograd.trainer;

import dev.isograd.Digests;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.data.ImageBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A prepared data set whose files are checked against its manifest. Labels are mapped; images are read when they are needed. */
public final class MappedDataset {

    private static final String FORMAT = "isograd-images/1";
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A manifest of another format may have none of the other fields. */
    record Manifest(
            @Nullable String format,
            @Nullable List<String> classes,
            int channels,
            int height,
            int width,
            @Nullable String fit,
            @Nullable Map<String, Split> splits) {

        /** What the JSON literal null describes. */
        private static final Manifest NONE = new Manifest(null, null, 0, 0, 0, null, null);
    }

    record Split(int count, Part images, Part labels) {

        Split {
            Objects.requireNonNull(images);
            Objects.requireNonNull(labels);
        }
    }

    record Part(String file, long bytes, String sha256) {

        Part {
            if (!PLAIN_NAME.matcher(file).matches()) {
                throw new IllegalArgumentException("The manifest names a file by a path: " + file);
            }
            Objects.requireNonNull(sha256);
        }
    }

    private final Path folder;
    private final Manifest manifest;
    private final String digest;

    /** @throws BadData if there is no manifest of the supported format */
    public MappedDataset(Path folder) {
        this.folder = folder;
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve("manifest.json"));
            this.digest = Digests.of(bytes);
            Manifest read = JSON.readValue(bytes, Manifest.class);
            this.manifest = read == null ? Manifest.NONE : read;
        } catch (IOException | JacksonException unreadable) {
            throw new BadData("The manifest of the data set cannot be read: " + unreadable.getMessage(), unreadable);
        }
        if (!FORMAT.equals(manifest.format())) {
            throw new BadData("The data set has the format %s; this version of Isograd reads %s"
                    .formatted(manifest.format(), FORMAT));
        }
    }

    /** SHA-256 of the manifest, which contains the digests of all files. */
    public String digest() {
        return digest;
    }

    /** How pictures of another size were brought to that of the data set; null if nothing is known. */
    @Nullable
    String fit() {
        return manifest.fit();
    }

    /** The names of the classes, in the order of the labels. */
    List<String> classNames() {
        return manifest.classes() == null ? List.of() : manifest.classes();
    }

    /**
     * Opens the images and labels of a split, after reading both files once to check them.
     *
     * @param name {@code train} or {@code test}
     * @throws BadData if the files do not match the manifest
     */
    public LabelledImages split(String name) {
        Map<String, Split> splits = manifest.splits();
        Split split = splits == null ? null : splits.get(name);
        if (split == null) {
            throw new BadData("The data set has no " + name + " images");
        }
        try {
            return images(name, split);
        } catch (ArithmeticException | IllegalArgumentException impossible) {
            throw new BadData("The manifest has impossible sizes: " + impossible.getMessage(), impossible);
        }
    }

    private LabelledImages images(String name, Split split) {
        if (manifest.channels() < 1 || manifest.height() < 1 || manifest.width() < 1) {
            throw new IllegalArgumentException(
                    "images of %dx%dx%d".formatted(manifest.channels(), manifest.height(), manifest.width()));
        }
        long bytes = Math.multiplyExact((long) manifest.channels(), pixels());
        ImageBytes images = images(split.images(), Math.multiplyExact(split.count(), bytes));
        IntBuffer labels = map(split.labels(), 4L * split.count())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        checkLabels(labels, name);
        return new LabelledImages(
                images, labels, split.count(), manifest.channels(), manifest.height(), manifest.width(), classes());
    }

    private int pixels() {
        return Math.multiplyExact(manifest.height(), manifest.width());
    }

    private int classes() {
        return manifest.classes() == null ? 0 : manifest.classes().size();
    }

    private void checkLabels(IntBuffer labels, String name) {
        int classes = classes();
        for (int i = 0; i < labels.limit(); i++) {
            if (labels.get(i) < 0 || labels.get(i) >= classes) {
                throw new BadData("Label %d of the %s images is %d, but there are %d classes"
                        .formatted(i, name, labels.get(i), classes));
            }
        }
    }

    /** The digest is computed in the same pass as the statistics, which the training needs. */
    private ImageBytes images(Part part, long expectedBytes) {
        try {
            ImageBytes images = ImageFile.open(folder.resolve(part.file())).bytes();
            requireSize(part, images.size(), expectedBytes);
            requireDigest(part, images.scan(manifest.channels(), pixels()).sha256());
            return images;
        } catch (IOException unreadable) {
            throw unreadable(part, unreadable);
        }
    }

    private ByteBuffer map(Part part, long expectedBytes) {
        try (FileChannel channel = FileChannel.open(folder.resolve(part.file()), StandardOpenOption.READ)) {
            requireSize(part, channel.size(), expectedBytes);
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, expectedBytes);
            requireDigest(part, Digests.of(mapped.duplicate()));
            return mapped;
        } catch (IOException unreadable) {
            throw unreadable(part, unreadable);
        }
    }

    private static void requireSize(Part part, long bytes, long expectedBytes) {
        if (bytes != expectedBytes || part.bytes() != expectedBytes) {
            throw new BadData("%s has %d bytes instead of the %d that its manifest requires"
                    .formatted(part.file(), bytes, expectedBytes));
        }
    }

    private static void requireDigest(Part part, String sha256) {
        if (!sha256.equals(part.sha256())) {
            throw new BadData(part.file() + " does not have the SHA-256 of its manifest");
        }
    }

    private static BadData unreadable(Part part, IOException cause) {
        return new BadData(part.file() + " cannot be read: " + cause.getMessage(), cause);
    }
}
