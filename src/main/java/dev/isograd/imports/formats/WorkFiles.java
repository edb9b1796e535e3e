package dev.isograd.imports.formats;

import dev.isograd.imports.sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Files of a source that must be read at any position: as they lie on the disk, or unpacked under numbers. */
final class WorkFiles {

    private WorkFiles() {}

    /** @param name the path in the source, without the ending of a packed file */
    record WorkFile(String name, Path path) {}

    /**
     * Finds or unpacks files.
     *
     * @param work folder for unpacked files
     * @param wanted chooses files by name
     */
    static List<WorkFile> of(Source source, Path work, Predicate<String> wanted) throws IOException {
        List<WorkFile> files = new ArrayList<>();
        source.each((name, content) -> {
            String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
            if (wanted.test(plain)) {
                Path path = work.resolve(files.size() + ".bin");
                files.add(new WorkFile(plain, file(source, name, content, path)));
            }
            return true;
        });
        return files;
    }

    private static Path file(Source source, String name, InputStream content, Path path) throws IOException {
        if (name.endsWith(".gz")) {
            GzipContent.unpack(source, name, content, path);
            return path;
        }
        if (source.plainFile(name).isPresent()) {
            return source.plainFile(name).get();
        }
        Files.copy(content, path);
        return path;
    }
}
