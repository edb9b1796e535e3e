package dev.isograd.inference;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Single images of a prepared data set, read without the others. */
final class ImageSet {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Manifest manifest;

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Manifest(List<String> classes, int channels, int height, int width, Map<String, Split> splits) {

        Manifest {
            Objects.requireNonNull(classes);
            Objects.requireNonNull(splits);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Split(int count, Part images) {

        Split {
            Objects.requireNonNull(images);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Part(String file) {

        Part {
            Objects.requireNonNull(file);
        }
    }

    ImageSet(Path folder) {
        this.folder = folder;
        this.manifest = JSON.readValue(folder.resolve("manifest.json"), Manifest.class);
    }

    Manifest manifest() {
        return manifest;
    }

    /** Number of images of a split; 0 if there is no such split. */
    int count(String split) {
        Split found = manifest.splits().get(split);
        return found == null ? 0 : found.count();
    }

    /** Bytes of shape (count, channels, height, width). */
    ByteBuffer images(String split, int from, int count) throws IOException {
        @Nullable Split found = manifest.splits().get(split);
        if (found == null || from < 0 || count < 1 || from > found.count() - count) {
            throw new IndexOutOfBoundsException("%d images from %d on of %s".formatted(count, from, split));
        }
        int size = Math.multiplyExact(Math.multiplyExact(manifest.channels(), manifest.height()), manifest.width());
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(count, size));
        try (FileChannel file = FileChannel.open(
                folder.resolve(Path.of(found.images().file()).getFileName()), StandardOpenOption.READ)) {
            long offset = (long) from * size;
            while (bytes.hasRemaining()) {
                if (file.read(bytes, offset + bytes.position()) < 0) {
                    throw new IOException("The images of %s end early".formatted(split));
                }
            }
        }
        return bytes.flip();
    }
}
