package dev.isograd.datasets;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads single pictures of data sets that are ready. */
@Component
public class DatasetPictures {

    private final DatasetFolders folders;
    private final JsonMapper json;

    DatasetPictures(DatasetFolders folders, JsonMapper json) {
        this.folders = folders;
        this.json = json;
    }

    /** The splits of every data set. */
    public enum Split {
        TRAIN,
        TEST;

        private Manifest.Split of(Manifest manifest) {
            return this == TRAIN ? manifest.splits().train() : manifest.splits().test();
        }
    }

    /** The place of a picture in its split, and the number of its class. */
    public record Place(int index, int label) {}

    /**
     * One picture.
     *
     * @param bytes values of the first channel row by row, then of the others
     */
    public record Picture(byte[] bytes, int channels, int height, int width) {}

    /**
     * Chooses pictures for a preview: the first of a class, or some at equal distances from all classes.
     *
     * @param label number of the only class; null for all
     */
    public List<Place> choose(DatasetVersion version, Split split, @Nullable Integer label, int limit)
            throws IOException {
        try (DatasetFolders.Held held = hold(version)) {
            Manifest.Split files = split.of(manifest(held));
            int count = files.count();
            int shown = Math.min(limit, count);
            List<Place> places = new ArrayList<>();
            try (DataInputStream labels =
                    labels(held.folder().resolve(files.labels().file()))) {
                for (int index = 0; index < count && places.size() < shown; index++) {
                    int found = Integer.reverseBytes(labels.readInt());
                    boolean wanted = label == null
                            ? index == Math.toIntExact((long) places.size() * count / shown)
                            : label == found;
                    if (wanted) {
                        places.add(new Place(index, found));
                    }
                }
            }
            return places;
        }
    }

    /** @return null if the split has no picture at this index */
    public @Nullable Picture read(DatasetVersion version, Split split, int index) throws IOException {
        try (DatasetFolders.Held held = hold(version)) {
            Manifest manifest = manifest(held);
            Manifest.Split files = split.of(manifest);
            if (index < 0 || index >= files.count()) {
                return null;
            }
            byte[] bytes = new byte[manifest.channels() * manifest.height() * manifest.width()];
            try (FileChannel file =
                    FileChannel.open(held.folder().resolve(files.images().file()))) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                for (long at = (long) index * bytes.length; buffer.hasRemaining(); ) {
                    int read = file.read(buffer, at);
                    if (read < 0) {
                        throw new EOFException("The pictures end before number " + index);
                    }
                    at += read;
                }
            }
            return new Picture(bytes, manifest.channels(), manifest.height(), manifest.width());
        }
    }

    private DatasetFolders.Held hold(DatasetVersion version) throws IOException {
        return folders.hold(version, () -> false);
    }

    private Manifest manifest(DatasetFolders.Held held) {
        return new PreparedFolder(held.folder(), json).manifest();
    }

    private static DataInputStream labels(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return new DataInputStream(new BufferedInputStream(in, 1 << 16));
    }
}
