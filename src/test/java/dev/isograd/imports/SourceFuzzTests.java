package dev.isograd.imports;

import dev.isograd.ByteReaderContract;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.Intake;
import dev.isograd.imports.sources.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Damaged zips and tars, packed and not, whose files are all read. */
class SourceFuzzTests extends ByteReaderContract {

    private static final int BUFFERS = 4 << 20;

    @TempDir
    private Path folder;

    @Override
    protected List<byte[]> samples() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("cat/a.txt", "some text some text".getBytes(StandardCharsets.UTF_8));
        files.put("dog/\u00e4.txt", new byte[300]);
        byte[] tar = Archives.tar(files);
        return List.of(Archives.zip(files), tar, Archives.gzip(tar), Archives.zstd(tar));
    }

    @Override
    protected void read(byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("input"), input);
        Source.of(file, "input", Intake.start(ImportLimits.DEFAULTS, System::nanoTime, () -> false))
                .each((_, content) -> {
                    content.transferTo(OutputStream.nullOutputStream());
                    return true;
                });
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(BadSource.class);
    }

    @Override
    protected long mostMemory(int length) {
        return BUFFERS + 1_000L * length;
    }
}
