package dev.isograd.datasets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The content of a prepared data set's {@code manifest.json}: shape, classes and the digest of every file. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        String format,
        String name,
        String title,
        String license,
        String notice,
        List<String> classes,
        int channels,
        int height,
        int width,
        Splits splits) {

    /** The constructors refuse a manifest that is incomplete. */
    public Manifest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(title);
        Objects.requireNonNull(license);
        Objects.requireNonNull(notice);
        classes = List.copyOf(classes);
        Objects.requireNonNull(splits);
    }

    /** The data files, in the order in which they are written. */
    List<DataFile> files() {
        return List.of(
                splits.train().images(),
                splits.train().labels(),
                splits.test().images(),
                splits.test().labels());
    }

    /** Size of all data files. */
    long bytes() {
        return files().stream().mapToLong(DataFile::bytes).sum();
    }

    static final String FILE = "manifest.json";
    static final String FORMAT = "isograd-images/1";

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Splits(Split train, Split test) {

        public Splits {
            Objects.requireNonNull(train);
            Objects.requireNonNull(test);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Split(int count, DataFile images, DataFile labels) {

        public Split {
            Objects.requireNonNull(images);
            Objects.requireNonNull(labels);
        }
    }

    /** A file in the folder of the manifest. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DataFile(String file, long bytes, String sha256) {

        private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

        public DataFile {
            if (!PLAIN_NAME.matcher(file).matches()) {
                throw new IllegalArgumentException("The manifest names a file by a path: " + file);
            }
            Objects.requireNonNull(sha256);
        }
    }
}
