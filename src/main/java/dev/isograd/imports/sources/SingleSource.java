package dev.isograd.imports.sources;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** One file that is no archive, such as a Parquet file or packed IDX file. */
record SingleSource(Path path, String name, Packing packing, boolean packed, Intake intake) implements Source {

    @Override
    public void each(FileVisitor visitor) throws IOException {
        Intake reading = intake.again();
        String checked = reading.entry(name);
        try (CountedBytes file = CountedBytes.open(path);
                InputStream unpacked = new BufferedInputStream(packing.unpacked(file))) {
            visitor.visit(checked, reading.counted(name, unpacked, file::count));
        }
    }

    @Override
    public Optional<Path> plainFile(String file) {
        return packed ? Optional.empty() : Optional.of(path);
    }
}
