package dev.isograd.imports;

import dev.isograd.imports.formats.Formats;
import dev.isograd.imports.formats.PictureSource;
import dev.isograd.imports.pictures.PictureShape;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import dev.isograd.imports.sources.Intake;
import dev.isograd.imports.sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Turns a source into a prepared data set: reads it once to check and count, and once more to decode. */
final class Import {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ImportOrder order;
    private final Intake intake;
    private final ImportProgress progress;
    private final Path dataset;
    private final Path work;

    /** @param output folder for the prepared data set and for files that exist only during the import */
    Import(ImportOrder order, Path output, Intake intake, ImportProgress progress) {
        this.order = order;
        this.intake = intake;
        this.progress = progress;
        this.dataset = output.resolve(ImporterProcess.DATASET);
        this.work = output.resolve("work");
    }

    /**
     * Writes the data set and its report.
     *
     * @throws BadSource with a sentence for the user if the source cannot be imported
     */
    ImportReport run() throws IOException {
        Files.createDirectories(dataset);
        Files.createDirectories(work);
        try {
            Source source = Source.of(Path.of(order.source()), order.fileName(), intake);
            return prepare(Formats.open(order.format(), source, work));
        } finally {
            deleteWork();
        }
    }

    private ImportReport prepare(PictureSource pictures) throws IOException {
        BadFileList badFiles = BadFileList.of(order);
        Survey survey = Survey.of(pictures, order.limits(), badFiles, progress);
        badFiles.check(survey.files());
        Plan plan = Plan.of(order, pictures, survey);
        int classes = plan.classes().names().size();
        int channels = plan.shape().channels();
        try (SplitFiles train = new SplitFiles(dataset, work, "train", classes, channels);
                SplitFiles test = new SplitFiles(dataset, work, "test", classes, channels);
                Preparation preparation =
                        new Preparation(plan, order.limits(), intake, badFiles, progress, train, test)) {
            pictures.each(preparation);
            preparation.finish();
            return finish(pictures.format(), plan, badFiles, train, test);
        }
    }

    private ImportReport finish(String format, Plan plan, BadFileList badFiles, SplitFiles train, SplitFiles test)
            throws IOException {
        if (train.count() == 0 || test.count() == 0) {
            throw new BadSource("%s has %d pictures for training and %d for the test; each needs at least one"
                    .formatted(FileName.shown(order.fileName()), train.count(), test.count()));
        }
        Map<String, PreparedManifest.Split> splits = new LinkedHashMap<>();
        splits.put("train", train.finish());
        splits.put("test", test.finish());
        byte[] manifest = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest(plan, splits));
        ImportReport report = report(format, plan, badFiles, train, test, bytes(splits) + manifest.length);
        Files.write(dataset.resolve(ImportReport.FILE), JSON.writeValueAsBytes(report));
        Files.write(dataset.resolve(PreparedManifest.FILE), manifest);
        return report;
    }

    private static long bytes(Map<String, PreparedManifest.Split> splits) {
        return splits.values().stream()
                .mapToLong(split -> split.images().bytes() + split.labels().bytes())
                .sum();
    }

    private PreparedManifest manifest(Plan plan, Map<String, PreparedManifest.Split> splits) {
        PictureShape shape = plan.shape();
        return new PreparedManifest(
                PreparedManifest.FORMAT,
                order.name(),
                order.title(),
                order.license(),
                "Imported from " + order.fileName(),
                plan.classes().names(),
                shape.channels(),
                shape.height(),
                shape.width(),
                shape.fit(),
                splits);
    }

    private ImportReport report(
            String format, Plan plan, BadFileList badFiles, SplitFiles train, SplitFiles test, long bytes)
            throws IOException {
        List<String> classes = plan.classes().names();
        List<String> notes = new ArrayList<>(plan.notes());
        for (int label = 0; label < classes.size(); label++) {
            if (train.count(label) == 0) {
                notes.add("The class %s has no pictures for training.".formatted(FileName.shown(classes.get(label))));
            }
        }
        Map<String, ImportReport.Split> splits = new LinkedHashMap<>();
        splits.put("train", train.report(classes));
        splits.put("test", test.report(classes));
        PictureShape shape = plan.shape();
        return new ImportReport(
                splits,
                badFiles.report(),
                SharedPictures.of(train, test),
                train.channels(),
                shape.height(),
                shape.width(),
                bytes,
                plan.survey().sizes().report(),
                format,
                shape.fit().text(),
                order.seed(),
                List.copyOf(notes.subList(0, Math.min(notes.size(), ImportReport.MOST_NAMED))));
    }

    private void deleteWork() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(work);
    }
}
