package dev.isograd.datasets;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Answers which data sets a project has, and which of them a job can use. */
@Component
@Transactional(readOnly = true)
public class Datasets {

    private final DatasetRows rows;

    Datasets(DatasetRows rows) {
        this.rows = rows;
    }

    /** The numbers of images and of classes, and the shape of every image. */
    public record Size(int trainingImages, int testImages, int classes, int channels, int height, int width) {}

    /** What a name in a training spec means. */
    public sealed interface Resolution {

        /** @param reference what the spec records, such as {@code pets@2} */
        record Usable(String reference, Size size) implements Resolution {}

        /** @param why the end of a sentence about the field, for the user */
        record Unusable(String why) implements Resolution {}
    }

    /** @return empty if the project has no such data set */
    public Optional<DatasetVersion> find(String project, String nameOrId) {
        return DatasetName.of(nameOrId).flatMap(name -> rows.find(project, name));
    }

    /**
     * Returns versions, newest first.
     *
     * @param name part of the name, in any case; null for all
     * @param before id of the version before the page; null for the first page
     */
    public List<DatasetVersion> page(String project, @Nullable String name, @Nullable String before, int limit) {
        return rows.page(project, name, before, limit);
    }

    /**
     * Finds the version that a training will use: the newest that is ready if the name has no version. The version cannot
     * be deleted before the caller's transaction ends; after that, the job protects it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Resolution resolve(String project, String text) {
        DatasetVersion found = DatasetName.of(text)
                .flatMap(name -> rows.findUsable(project, name))
                .orElse(null);
        if (found == null) {
            return new Resolution.Unusable("is not a known data set; known are " + rows.names(project));
        }
        return found.content() == null
                ? new Resolution.Unusable(unready(found))
                : new Resolution.Usable(found.reference(), size(found.content()));
    }

    private static String unready(DatasetVersion version) {
        return version.reason() == null
                ? "is still being imported: %s is not ready".formatted(version.reference())
                : "is not usable: the import of %s failed: %s"
                        .formatted(version.reference(), version.reason().message());
    }

    /** Returns the number of bytes of all data sets of a project. */
    public long bytes(String project) {
        return rows.bytes(project);
    }

    /** Returns the size of a usable data set; empty if there is none with this name. */
    public Optional<Size> size(String project, String reference) {
        return find(project, reference).map(DatasetVersion::content).map(Datasets::size);
    }

    private static Size size(DatasetVersion.Content content) {
        return new Size(
                content.trainCount(),
                content.testCount(),
                content.classes().size(),
                content.channels(),
                content.height(),
                content.width());
    }
}
