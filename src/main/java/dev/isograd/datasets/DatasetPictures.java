package dev.isograd.datasets;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads single pictures of data sets that are ready, and of those in the artifact store nothing else than these. */
@Component
public class DatasetPictures {

    private static final int BUFFER = 1 << 16;

    private final DatasetFolders folders;

    DatasetPictures(DatasetFolders folders) {
        this.folders = folders;
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
     * Some pictures, one after the other.
     *
     * @param bytes of each picture, values of the first channel row by row, then of the others
     */
    public record Pictures(byte[] bytes, int channels, int height, int width) {}

    /**
     * Chooses pictures for a preview: the first of a class, or some at equal distances from all classes.
     *
     * @param label number of the only class; null for all
     */
    public List<Place> choose(DatasetVersion version, Split split, @Nullable Integer label, int limit)
            throws IOException {
        try (PreparedFiles files = folders.files(version)) {
            Manifest manifest = files.manifest();
            int count = split.of(manifest).count();
            int shown = Math.min(limit, count);
            List<Place> places = new ArrayList<>();
            try (DataInputStream labels = new DataInputStream(new BufferedInputStream(
                    files.open(split.of(manifest).labels().file()), BUFFER))) {
                for (int index = 0; index < count && places.size() < shown; index++) {
                    int found = Integer.reverseBytes(labels.readInt());
                    if (found < 0 || found >= manifest.classes().size()) {
                        throw new InvalidDataset("A picture has the unknown class " + found);
                    }
                    boolean wanted = label == null
                            ? index == Math.toIntExact((long) places.size() * count / shown)
                            : label == found;
                    if (wanted) {
                        places.add(new Place(index, found));
                    }
                }
            } catch (EOFException damaged) {
                throw new InvalidDataset("The labels end early", damaged);
            }
            return places;
        }
    }

    /**
     * Reads pictures that follow each other.
     *
     * @param most how many; there are fewer at the end of the split
     * @return null if the split has no picture at this index
     */
    public @Nullable Pictures read(DatasetVersion version, Split split, int index, int most) throws IOException {
        try (PreparedFiles files = folders.files(version)) {
            Manifest manifest = files.manifest();
            int count = split.of(manifest).count();
            if (index < 0 || index >= count) {
                return null;
            }
            int size = Math.multiplyExact(manifest.channels(), Math.multiplyExact(manifest.height(), manifest.width()));
            int length = Math.multiplyExact(Math.min(most, count - index), size);
            byte[] bytes = files.read(split.of(manifest).images().file(), (long) index * size, length);
            if (bytes.length < length) {
                throw new InvalidDataset("The pictures end before number " + (index + most));
            }
            return new Pictures(bytes, manifest.channels(), manifest.height(), manifest.width());
        }
    }
}
