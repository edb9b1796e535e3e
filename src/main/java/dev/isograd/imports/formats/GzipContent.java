package dev.isograd.imports.formats;

import dev.isograd.imports.sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file of a source that is packed once more, as those of MNIST are; its bytes count twice. */
final class GzipContent {

    private GzipContent() {}

    static void unpack(Source source, String name, InputStream packed, Path target) throws IOException {
        try (InputStream content = source.intake().packed(name, packed, GZIPInputStream::new)) {
            Files.copy(content, target);
        }
    }
}
