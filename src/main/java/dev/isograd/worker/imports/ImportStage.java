package dev.isograd.worker.imports;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.datasets.ImportSpec;
import dev.isograd.imports.ImportLimits;
import dev.isograd.imports.ImportOrder;
import dev.isograd.jobs.queue.ClaimedImport;
import dev.isograd.trainer.SupervisorMessage;
import dev.isograd.uploads.ImportSource;
import dev.isograd.uploads.LocalSource;
import dev.isograd.uploads.SourceFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Prepares the folder of an import: fetches its source and writes its order. */
@Component
@ConditionalOnRole(Role.WORKER)
public class ImportStage {

    private final SourceFiles sources;
    private final ImportLimits limits;
    private final JsonMapper json;

    ImportStage(SourceFiles sources, ImportLimits limits, JsonMapper json) {
        this.sources = sources;
        this.limits = limits;
        this.json = json;
    }

    /**
     * Returns the message that starts the import.
     *
     * @param folder the attempt's folder
     * @throws dev.isograd.uploads.SourceUnusable if the source has no usable files
     * @throws java.util.concurrent.CancellationException once {@code shouldStop} is true
     */
    public SupervisorMessage.Import prepare(ClaimedImport job, Path folder, BooleanSupplier shouldStop)
            throws IOException {
        Path target = Files.createDirectory(folder.resolve("source"));
        LocalSource source = sources.fetch(job.project(), source(job.spec().source()), target, shouldStop);
        Path order = folder.resolve("order.json");
        Files.write(order, json.writeValueAsBytes(order(job.spec(), source)));
        return new SupervisorMessage.Import(order.toString(), folder.toString());
    }

    private static ImportSource source(Map<String, String> source) {
        Map.Entry<String, String> only = source.entrySet().iterator().next();
        return switch (only.getKey()) {
            case "upload" -> new ImportSource.Upload(only.getValue());
            case "url" -> new ImportSource.Url(URI.create(only.getValue()));
            case "folder" -> new ImportSource.Folder(only.getValue());
            default -> throw new IllegalStateException("An import has the unknown source " + only.getKey());
        };
    }

    private ImportOrder order(ImportSpec spec, LocalSource source) {
        List<Integer> size = spec.size();
        return new ImportOrder(
                // Without the version, so that the same pictures have the same digest in every version.
                spec.dataset().replaceFirst("@.*", ""),
                spec.title(),
                spec.license(),
                source.path().toAbsolutePath().toString(),
                source.fileName(),
                spec.format(),
                at(size, 0),
                at(size, 1),
                spec.fit(),
                spec.channels(),
                spec.testFraction(),
                spec.onBadFile(),
                spec.seed(),
                limits);
    }

    private static @Nullable Integer at(@Nullable List<Integer> size, int index) {
        return size == null ? null : size.get(index);
    }
}
