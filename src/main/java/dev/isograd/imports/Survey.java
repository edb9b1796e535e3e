package dev.isograd.imports;

import dev.isograd.imports.formats.Group;
import dev.isograd.imports.formats.PictureContent;
import dev.isograd.imports.formats.PictureSource;
import dev.isograd.imports.formats.PictureVisitor;
import dev.isograd.imports.pictures.BadPicture;
import dev.isograd.imports.pictures.PictureHeader;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first reading of a source: checks all names and headers and counts sizes and classes, before any picture is decoded.
 */
final class Survey implements PictureVisitor {

    private final ImportLimits limits;
    private final BadFileList badFiles;
    private final ImportProgress progress;
    private final SizeCounts sizes;
    private final Map<Group, Integer> groups = new LinkedHashMap<>();
    private final BitSet bad = new BitSet();
    /** The group of each picture. */
    private int[] groupOf = new int[1024];

    private int count;
    /** Bad files that have no group. */
    private long outside;

    private long colored;
    private long others;
    private Optional<String> firstOther = Optional.empty();

    private Survey(ImportLimits limits, BadFileList badFiles, ImportProgress progress) {
        this.limits = limits;
        this.badFiles = badFiles;
        this.progress = progress;
        this.sizes = new SizeCounts(limits.side());
    }

    static Survey of(PictureSource source, ImportLimits limits, BadFileList badFiles, ImportProgress progress)
            throws IOException {
        Survey survey = new Survey(limits, badFiles, progress);
        source.each(survey);
        return survey;
    }

    @Override
    public void picture(String name, Group group, PictureContent content) throws IOException {
        if (count == limits.entries()) {
            throw new BadSource("There are more than %d pictures; the first too many is %s"
                    .formatted(limits.entries(), FileName.shown(name)));
        }
        if (count == groupOf.length) {
            groupOf = Arrays.copyOf(groupOf, count * 2);
        }
        Integer number = groups.computeIfAbsent(group, _ -> groups.size());
        groupOf[count] = number;
        try {
            measure(content);
        } catch (BadPicture picture) {
            bad.set(count);
            badFiles.add(name, String.valueOf(picture.getMessage()));
        }
        count++;
        progress.report(0, count);
    }

    private void measure(PictureContent content) throws IOException, BadPicture {
        switch (content) {
            case PictureContent.Encoded encoded -> {
                PictureHeader header = PictureHeader.read(encoded.file());
                header.check(limits.pixels(), limits.side());
                sizes.add(header.uprightHeight(), header.uprightWidth());
                colored += header.gray() ? 0 : 1;
            }
            case PictureContent.Pixels pixels -> {
                if (Math.max(pixels.height(), pixels.width()) > limits.side()) {
                    throw new BadPicture("One of its sides exceeds %d pixels".formatted(limits.side()));
                }
                sizes.add(pixels.height(), pixels.width());
                colored += pixels.channels() == 1 ? 0 : 1;
            }
        }
    }

    @Override
    public void bad(String name, String why) {
        outside++;
        badFiles.add(name, why);
    }

    @Override
    public void other(String name) {
        others++;
        if (firstOther.isEmpty()) {
            firstOther = Optional.of(name);
        }
    }

    int count() {
        return count;
    }

    /** Number of all files that are or should be pictures. */
    long files() {
        return count + outside;
    }

    List<Group> groups() {
        return List.copyOf(groups.keySet());
    }

    int groupOf(int picture) {
        return groupOf[picture];
    }

    boolean isBad(int picture) {
        return bad.get(picture);
    }

    SizeCounts sizes() {
        return sizes;
    }

    long colored() {
        return colored;
    }

    long others() {
        return others;
    }

    Optional<String> firstOther() {
        return firstOther;
    }
}
