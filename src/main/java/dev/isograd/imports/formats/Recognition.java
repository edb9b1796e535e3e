package dev.isograd.imports.formats;

import dev.isograd.imports.pictures.PictureFormat;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import dev.isograd.imports.sources.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Recognizes the format of a source by the beginnings of its first files. */
final class Recognition {

    private static final int MOST_FILES = 200;
    private static final int START = 512;
    private static final Pattern IDX = Pattern.compile(".*(ubyte|[.-]idx[0-9]?)([.-].*)?", Pattern.DOTALL);

    private Recognition() {}

    private record Start(String name, byte[] bytes) {

        boolean isPicture() {
            return PictureFormat.of(Arrays.copyOf(bytes, Math.min(bytes.length, PictureFormat.PREFIX)))
                    .isPresent();
        }

        boolean begins(String letters) {
            byte[] wanted = letters.getBytes(StandardCharsets.ISO_8859_1);
            return bytes.length >= wanted.length && Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
        }

        boolean isTar() {
            return bytes.length == START && new String(bytes, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
        }

        boolean isIdx() {
            return IdxFile.isIdx(bytes) || (isNamedAsIdx(name) && begins("\u001f\u008b"));
        }

        boolean isArchive() {
            return isTar() || begins("PK\u0003\u0004") || begins("\u001f\u008b") || begins("Rar!") || begins("7z");
        }
    }

    static boolean isNamedAsIdx(String name) {
        return IDX.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static String of(Source source) throws IOException {
        List<Start> files = new ArrayList<>();
        source.each((name, content) -> {
            files.add(new Start(name, content.readNBytes(START)));
            return files.size() < MOST_FILES;
        });
        if (any(files, file -> file.begins("PAR1"))) {
            return "parquet";
        }
        if (any(files, file -> NpyFile.isNpy(file.bytes))) {
            return "npz";
        }
        if (any(files, file -> file.name.endsWith("." + WebDataset.CLASS))
                || any(files, file -> file.isTar() && file.name.endsWith(".tar"))) {
            return "webdataset";
        }
        if (any(files, Start::isPicture)) {
            return "image-folder";
        }
        if (any(files, Start::isIdx)) {
            return "idx";
        }
        if (any(files, file -> CifarBinary.isBatch(file.name))) {
            return "cifar";
        }
        return unknown(source, files);
    }

    private static boolean any(List<Start> files, Predicate<Start> kind) {
        return files.stream().anyMatch(kind);
    }

    /** Files that are named as pictures are reported one by one. */
    private static String unknown(Source source, List<Start> files) {
        if (any(files, file -> ImageFolder.isNamedAsPicture(file.name))) {
            return "image-folder";
        }
        String found = files.stream()
                .filter(Start::isArchive)
                .findFirst()
                .map(file -> "; it has the archive %s, which is not opened".formatted(FileName.shown(file.name)))
                .orElse(
                        files.isEmpty()
                                ? "; it has no files"
                                : "; its first file is " + FileName.shown(files.getFirst().name));
        throw new BadSource(
                "%s has no pictures in a format that imports know%s".formatted(FileName.shown(source.name()), found));
    }
}
