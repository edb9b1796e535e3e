package dev.isograd.imports.formats;

import dev.isograd.imports.formats.WorkFiles.WorkFile;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import dev.isograd.imports.sources.Intake;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The binary files of CIFAR-10 or CIFAR-100: records of one or two labels and 3 x 32 x 32 pixels. */
final class CifarBinary implements PictureSource {

    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final long MOST_NAME_BYTES = 1 << 20;

    private final List<WorkFile> batches;
    private final List<String> names;
    private final int labels;
    private final Intake intake;

    CifarBinary(List<WorkFile> files, Intake intake) throws IOException {
        this.batches = files.stream().filter(file -> isBatch(file.name())).toList();
        this.intake = intake;
        boolean fine = files.stream().anyMatch(file -> isFineNames(file.name()));
        this.labels = fine || !batches.stream().allMatch(CifarBinary::hasOneLabel) ? 2 : 1;
        this.names = names(files);
        for (WorkFile batch : batches) {
            long size = Files.size(batch.path());
            if (size == 0 || size % (labels + PIXELS) != 0) {
                throw new BadSource("%s has %d bytes, which is not a whole number of records of %d bytes"
                        .formatted(FileName.shown(batch.name()), size, labels + PIXELS));
            }
        }
    }

    static boolean isWanted(String name) {
        return isBatch(name) || isNames(name);
    }

    static boolean isBatch(String name) {
        return name.endsWith(".bin");
    }

    private static boolean isNames(String name) {
        return name.endsWith("batches.meta.txt") || isFineNames(name);
    }

    private static boolean isFineNames(String name) {
        return name.endsWith("fine_label_names.txt");
    }

    private static boolean hasOneLabel(WorkFile batch) {
        return batch.path().toFile().length() % (1 + PIXELS) == 0;
    }

    private static List<String> names(List<WorkFile> files) throws IOException {
        for (WorkFile file : files) {
            if (isNames(file.name()) && Files.size(file.path()) <= MOST_NAME_BYTES) {
                return lines(file.path());
            }
        }
        return List.of();
    }

    private static List<String> lines(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public String format() {
        return "cifar";
    }

    @Override
    public List<String> classes() {
        return names;
    }

    @Override
    public void each(PictureVisitor visitor) throws IOException {
        for (WorkFile batch : batches) {
            Split split = Split.ofPath(batch.name());
            try (InputStream in = new BufferedInputStream(Files.newInputStream(batch.path()), 1 << 16)) {
                long count = Files.size(batch.path()) / (labels + PIXELS);
                for (long i = 0; i < count; i++) {
                    intake.check();
                    String name = "%s[%d]".formatted(batch.name(), i);
                    byte[] label = in.readNBytes(labels);
                    visit(name, split, label[labels - 1] & 0xff, in.readNBytes(PIXELS), visitor);
                }
            }
        }
    }

    private void visit(String name, Split split, int label, byte[] pixels, PictureVisitor visitor) throws IOException {
        if (!names.isEmpty() && label >= names.size()) {
            visitor.bad(name, "Its label %d has no name; there are %d".formatted(label, names.size()));
            return;
        }
        String text = names.isEmpty() ? Integer.toString(label) : names.get(label);
        visitor.picture(name, new Group(split, text), new PictureContent.Pixels(3, SIDE, SIDE, pixels, true));
    }
}
