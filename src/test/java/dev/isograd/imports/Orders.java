package dev.isograd.imports;

import dev.isograd.imports.sources.Intake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Orders of imports for tests, with everything left to the import unless a test says otherwise. */
final class Orders {

    private final Path source;
    private String fileName;
    private String format = "auto";
    private @Nullable Integer height;
    private @Nullable Integer width;
    private @Nullable String fit;
    private @Nullable Integer channels;
    private @Nullable Double testFraction;
    private @Nullable String onBadFile;
    private long seed = 7;
    private ImportLimits limits = ImportLimits.DEFAULTS;

    private Orders(Path source) {
        this.source = source;
        this.fileName = source.getFileName().toString();
    }

    static Orders of(Path source) {
        return new Orders(source);
    }

    Orders named(String name) {
        fileName = name;
        return this;
    }

    Orders format(String value) {
        format = value;
        return this;
    }

    Orders size(int rows, int columns) {
        height = rows;
        width = columns;
        return this;
    }

    Orders fit(String value) {
        fit = value;
        return this;
    }

    Orders channels(int value) {
        channels = value;
        return this;
    }

    Orders testFraction(double value) {
        testFraction = value;
        return this;
    }

    Orders onBadFile(String value) {
        onBadFile = value;
        return this;
    }

    Orders seed(long value) {
        seed = value;
        return this;
    }

    Orders limits(ImportLimits value) {
        limits = value;
        return this;
    }

    ImportOrder order() {
        return new ImportOrder(
                "pets",
                "Pets",
                "CC0",
                source.toAbsolutePath().toString(),
                fileName,
                format,
                height,
                width,
                fit,
                channels,
                testFraction,
                onBadFile,
                seed,
                limits);
    }

    /** Imports in this process into a new folder beside the source. */
    Imported run() throws IOException {
        Path output = Files.createTempDirectory(source.toAbsolutePath().getParent(), "output");
        Intake intake = Intake.start(limits, System::nanoTime, () -> false);
        ImportReport report = new Import(order(), output, intake, (_, _) -> {}).run();
        return new Imported(report, output.resolve(ImporterProcess.DATASET));
    }
}
