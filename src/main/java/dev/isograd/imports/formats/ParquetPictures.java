package dev.isograd.imports.formats;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqStruct;
import dev.hardwood.schema.ColumnProjection;
import dev.isograd.imports.formats.WorkFiles.WorkFile;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import dev.isograd.imports.sources.ImportStopped;
import dev.isograd.imports.sources.Intake;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pictures in Parquet files as the Hugging Face hub writes them: a column of files and a column of labels. */
final class ParquetPictures implements PictureSource {

    private static final Pattern OWN_NAME = Pattern.compile("^\\[[^\\]]*] ");

    private final List<WorkFile> files;
    private final Intake intake;
    private List<String> classes = List.of();

    ParquetPictures(List<WorkFile> files, Intake intake) throws IOException {
        this.files = files.stream().sorted(Comparator.comparing(WorkFile::name)).toList();
        this.intake = intake;
        for (WorkFile file : this.files) {
            List<String> names = withReader(file, reader -> {
                ParquetColumns columns = ParquetColumns.of(reader, file.name());
                check(file.name(), columns, reader);
                return columns.classes();
            });
            if (!classes.isEmpty() && !names.isEmpty() && !classes.equals(names)) {
                throw new BadSource(FileName.shown(file.name()) + " names other classes than the files before it");
            }
            classes = names.isEmpty() ? classes : names;
        }
    }

    /** The library allocates what a file declares. */
    private void check(String file, ParquetColumns columns, ParquetFileReader reader) {
        reader.getFileMetaData().rowGroups().stream()
                .flatMap(group -> group.columns().stream())
                .map(ColumnChunk::metaData)
                .filter(column -> columns.has(column.pathInSchema().topLevelName()))
                .forEach(column -> intake.declared(file, column.totalUncompressedSize(), column.totalCompressedSize()));
    }

    @Override
    public String format() {
        return "parquet";
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public void each(PictureVisitor visitor) throws IOException {
        for (WorkFile file : files) {
            withReader(file, reader -> {
                visit(file.name(), reader, visitor);
                return Optional.empty();
            });
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ParquetFileReader reader) throws IOException;
    }

    /** What the library throws for damaged files is not declared. */
    private static <T> T withReader(WorkFile file, Reading<T> reading) throws IOException {
        try (InputFile input = InputFile.of(file.path());
                ParquetFileReader reader = ParquetFileReader.open(input)) {
            return reading.of(reader);
        } catch (VisitFailed failed) {
            throw failed.cause;
        } catch (BadSource | ImportStopped known) {
            throw known;
        } catch (IOException | RuntimeException damaged) {
            throw new BadSource(
                    "%s cannot be read as Parquet: %s".formatted(FileName.shown(file.name()), reason(damaged)),
                    damaged);
        }
    }

    /** The library begins with the name of the file on the disk, which the user does not know. */
    private static String reason(Exception damaged) {
        return OWN_NAME.matcher(String.valueOf(damaged.getMessage())).replaceFirst("");
    }

    /** Carries the failure of a visitor past the failures of the library. */
    private static final class VisitFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final IOException cause;

        VisitFailed(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private void visit(String file, ParquetFileReader reader, PictureVisitor visitor) throws IOException {
        ParquetColumns columns = ParquetColumns.of(reader, file);
        Split split = Split.ofPath(file);
        ColumnProjection projection = ColumnProjection.columns(columns.image(), columns.label());
        try (RowReader rows = reader.buildRowReader().projection(projection).build()) {
            for (long i = 0; rows.hasNext(); i++) {
                intake.check();
                rows.next();
                visit("%s[%d]".formatted(file, i), split, columns, rows, visitor);
            }
        }
    }

    private static void visit(
            String name, Split split, ParquetColumns columns, RowReader rows, PictureVisitor visitor) {
        byte[] picture = picture(columns, rows);
        Optional<String> label = columns.label(rows);
        if (picture == null) {
            visitor.bad(name, "Its row has no bytes of a picture");
        } else if (label.isEmpty()) {
            visitor.bad(name, "Its row has no label of a class");
        } else {
            try {
                visitor.picture(
                        name,
                        new Group(split, label.get()),
                        new PictureContent.Encoded(new ByteArrayInputStream(picture)));
            } catch (IOException failed) {
                throw new VisitFailed(failed);
            }
        }
    }

    private static byte @Nullable [] picture(ParquetColumns columns, RowReader rows) {
        if (rows.isNull(columns.image())) {
            return null;
        }
        if (!columns.struct()) {
            return rows.getBinary(columns.image());
        }
        PqStruct image = rows.getStruct(columns.image());
        return image.isNull(ParquetColumns.BYTES) ? null : image.getBinary(ParquetColumns.BYTES);
    }
}
