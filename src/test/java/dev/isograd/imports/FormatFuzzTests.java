package dev.isograd.imports;

import dev.isograd.ByteReaderContract;
import dev.isograd.imports.formats.Formats;
import dev.isograd.imports.formats.Group;
import dev.isograd.imports.formats.PictureContent;
import dev.isograd.imports.formats.PictureVisitor;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.Intake;
import dev.isograd.imports.sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Damaged arrays, records and tables beside intact labels. */
class FormatFuzzTests extends ByteReaderContract {

    /** The Parquet library believes the sizes of pages; the heap of the process is its limit. */
    private static final int BUFFERS = 256 << 20;

    private static final Intake INTAKE = Intake.start(ImportLimits.DEFAULTS, System::nanoTime, () -> false);

    @TempDir
    private Path folder;

    @Override
    protected List<byte[]> samples() {
        return List.of(
                ArrayImportTests.idx(4, 3, 2),
                ArrayImportTests.npy("|u1", "4, 3, 2", new byte[24]),
                Pictures.resource("train-00000-of-00001.parquet"));
    }

    @Override
    protected void read(byte[] input) throws IOException {
        boolean numpy = input.length > 0 && input[0] == (byte) 0x93;
        boolean parquet = input.length > 0 && input[0] == 'P';
        String format = parquet ? "parquet" : numpy ? "npz" : "idx";
        Path source = Files.createDirectories(folder.resolve(format));
        if (parquet) {
            Files.write(source.resolve("a.parquet"), input);
        } else if (numpy) {
            Files.write(source.resolve("x.npy"), input);
            Files.write(source.resolve("y.npy"), ArrayImportTests.npy("|u1", "4,", new byte[4]));
        } else {
            Files.write(source.resolve("images-idx3-ubyte"), input);
            Files.write(source.resolve("labels-idx1-ubyte"), ArrayImportTests.idx(4));
        }
        Formats.open(format, Source.of(source, format, INTAKE), folder).each(new Ignoring());
    }

    private static final class Ignoring implements PictureVisitor {

        @Override
        public void picture(String name, Group group, PictureContent content) {
            if (content instanceof PictureContent.Pixels pixels) {
                pixels.rows(3).read(0, new int[3 * pixels.width()]);
            }
        }

        @Override
        public void bad(String name, String why) {}

        @Override
        public void other(String name) {}
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
