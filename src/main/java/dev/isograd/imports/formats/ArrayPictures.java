package dev.isograd.imports.formats;

import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import dev.isograd.imports.sources.Intake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Pictures in arrays: IDX files or the arrays of NumPy. */
record ArrayPictures(String format, List<LabelledArrays> arrays, Intake intake) implements PictureSource {

    private static final Pattern WORDS = Pattern.compile("[^a-z0-9]+");
    private static final Set<String> IMAGE_WORDS = Set.of("x", "images", "image", "data", "idx3", "idx4");
    private static final Set<String> LABEL_WORDS = Set.of("y", "labels", "label", "targets", "target", "idx1");
    private static final Set<String> MEANINGLESS = Set.of("npy", "ubyte", "idx");

    /**
     * Finds the arrays that belong together by their names, such as {@code train-images} and {@code train-labels}.
     *
     * @param source name of the source, for messages
     */
    static ArrayPictures pair(String format, String source, List<ArrayFile> files, Intake intake) {
        Map<String, ArrayFile> images = new LinkedHashMap<>();
        Map<String, ArrayFile> labels = new LinkedHashMap<>();
        for (ArrayFile file : files) {
            List<String> words = words(file.name());
            Map<String, ArrayFile> kind = words.stream().anyMatch(LABEL_WORDS::contains) ? labels : images;
            String key = String.join(
                    " ", words.stream().filter(ArrayPictures::distinguishes).toList());
            ArrayFile other = kind.put(key, file);
            if (other != null) {
                throw new BadSource("%s and %s are arrays for the same pictures"
                        .formatted(FileName.shown(other.name()), FileName.shown(file.name())));
            }
        }
        List<LabelledArrays> pairs = new ArrayList<>();
        images.forEach((key, file) -> {
            ArrayFile label = labels.get(key);
            if (label == null) {
                throw new BadSource("%s has no array of labels beside it".formatted(FileName.shown(file.name())));
            }
            pairs.add(new LabelledArrays(Split.ofPath(key), file, label));
        });
        if (pairs.isEmpty()) {
            throw new BadSource("%s has no array of pictures, such as x_train or train-images-idx3-ubyte"
                    .formatted(FileName.shown(source)));
        }
        return new ArrayPictures(format, pairs, intake);
    }

    private static boolean distinguishes(String word) {
        return !IMAGE_WORDS.contains(word) && !LABEL_WORDS.contains(word) && !MEANINGLESS.contains(word);
    }

    private static List<String> words(String name) {
        return List.of(WORDS.split(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void each(PictureVisitor visitor) throws IOException {
        for (LabelledArrays pair : arrays) {
            pair.each(intake, visitor);
        }
    }
}
