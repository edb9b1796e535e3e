package dev.isograd.imports;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a child process imports, and how: the content of its order file. Null means that the import decides from the data.
 *
 * @param license empty if the user gave none
 * @param source absolute path of a file or a folder
 * @param fileName what the user calls the source, for messages
 * @param format one of {@link #FORMATS}
 * @param height rows of the prepared pictures; null together with the width
 * @param fit one of {@link #FITS}
 * @param channels 1 or 3
 * @param testFraction share of each class for the test split, if the source has no such split
 * @param onBadFile {@code fail} at the first bad file or {@code skip} bad files; null skips up to one of a hundred
 * @param seed chooses the pictures of the test split
 */
public record ImportOrder(
        String name,
        String title,
        String license,
        String source,
        String fileName,
        String format,
        @Nullable Integer height,
        @Nullable Integer width,
        @Nullable String fit,
        @Nullable Integer channels,
        @Nullable Double testFraction,
        @Nullable String onBadFile,
        long seed,
        ImportLimits limits) {

    /** Without a test split in the source, this share of each class becomes the test split. */
    public static final double DEFAULT_TEST_FRACTION = 0.2;

    /** {@code auto} recognizes the others by their content. */
    public static final List<String> FORMATS =
            List.of("auto", "image-folder", "idx", "cifar", "npz", "parquet", "webdataset");

    /** {@code crop} cuts the middle out, {@code pad} adds black edges, and {@code squash} changes the proportions. */
    public static final List<String> FITS = List.of("crop", "pad", "squash");

    public ImportOrder {
        Objects.requireNonNull(name);
        Objects.requireNonNull(title);
        Objects.requireNonNull(license);
        Objects.requireNonNull(source);
        Objects.requireNonNull(fileName);
        Objects.requireNonNull(limits);
        require(FORMATS.contains(format), "format");
        require(fit == null || FITS.contains(fit), "fit");
        require(channels == null || channels == 1 || channels == 3, "channels");
        require((height == null) == (width == null), "size");
        require(height == null || width == null || (height > 0 && width > 0), "size");
        require(testFraction == null || (testFraction > 0 && testFraction < 1), "testFraction");
        require(onBadFile == null || List.of("fail", "skip").contains(onBadFile), "onBadFile");
    }

    private static void require(boolean valid, String field) {
        if (!valid) {
            throw new IllegalArgumentException("The import order has no valid " + field);
        }
    }
}
