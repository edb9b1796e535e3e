package dev.isograd.imports.formats;

import dev.isograd.imports.formats.WorkFiles.WorkFile;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import dev.isograd.imports.sources.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Opens the pictures of a source in the format that the user gave, or in the recognized one. */
public final class Formats {

    private Formats() {}

    /**
     * Opens a source.
     *
     * @param format {@code auto} or a format
     * @param work an empty folder for files that must be unpacked
     */
    public static PictureSource open(String format, Source source, Path work) throws IOException {
        return switch (format) {
            case "auto" -> open(Recognition.of(source), source, work);
            case "image-folder" -> new ImageFolder(source);
            case "webdataset" -> new WebDataset(source);
            case "parquet" -> {
                Predicate<String> wanted = name -> name.endsWith(".parquet") || name.equals(source.name());
                yield new ParquetPictures(found(source, work, wanted, "Parquet file"), source.intake());
            }
            case "cifar" -> {
                List<WorkFile> files = found(source, work, CifarBinary::isWanted, "file that ends in .bin");
                yield new CifarBinary(files, source.intake());
            }
            case "idx" -> idx(source, work);
            case "npz" -> npz(source, work);
            default -> throw new IllegalArgumentException("There is no format " + format);
        };
    }

    private static PictureSource idx(Source source, Path work) throws IOException {
        List<ArrayFile> arrays = new ArrayList<>();
        for (WorkFile file : found(source, work, Recognition::isNamedAsIdx, "IDX file")) {
            arrays.add(IdxFile.read(file.name(), file.path()));
        }
        return ArrayPictures.pair("idx", source.name(), arrays, source.intake());
    }

    private static PictureSource npz(Source source, Path work) throws IOException {
        List<ArrayFile> arrays = new ArrayList<>();
        for (WorkFile file : found(source, work, name -> name.endsWith(".npy"), "array of NumPy")) {
            arrays.add(NpyFile.read(file.name(), file.path()));
        }
        return ArrayPictures.pair("npz", source.name(), arrays, source.intake());
    }

    private static List<WorkFile> found(Source source, Path work, Predicate<String> wanted, String what)
            throws IOException {
        List<WorkFile> files = WorkFiles.of(source, work, wanted);
        if (files.isEmpty()) {
            throw new BadSource("%s has no %s".formatted(FileName.shown(source.name()), what));
        }
        return files;
    }
}
