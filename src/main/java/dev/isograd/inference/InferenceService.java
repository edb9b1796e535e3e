package dev.isograd.inference;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.accounts.Caller;
import dev.isograd.datasets.DatasetFolders;
import dev.isograd.datasets.DatasetNotFound;
import dev.isograd.datasets.InvalidDataset;
import dev.isograd.inference.InferenceReply.Exported;
import dev.isograd.jobs.ResultFiles.StoredFile;
import dev.isograd.jobs.TrainedNetworks;
import dev.isograd.jobs.TrainedNetworks.Trained;
import dev.isograd.learning.export.ExportFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers pictures with the network of a job, and exports it, by a child process. */
@Component
@ConditionalOnRole(Role.API)
class InferenceService {

    private static final String WEIGHTS_DIGEST = "weightsSha256";
    private static final String DATASET_DIGEST = "datasetDigest";

    private final TrainedNetworks networks;
    private final NetworkFiles files;
    private final InferencePool pool;
    private final DatasetFolders datasets;
    private final InferenceProperties settings;
    private final JsonMapper json;

    InferenceService(
            TrainedNetworks networks,
            NetworkFiles files,
            InferencePool pool,
            DatasetFolders datasets,
            InferenceProperties settings,
            JsonMapper json) {
        this.networks = networks;
        this.files = files;
        this.pool = pool;
        this.datasets = datasets;
        this.settings = settings;
        this.json = json;
    }

    /** Throws before anything is said about the body of a request if the caller's project has no such training. */
    void requireVisible(Caller caller, String job) {
        networks.find(caller, job);
    }

    /** Answers a picture's file, which only the child process decodes. */
    PredictionResponse predict(Caller caller, String job, InputStream picture, boolean all) {
        Trained trained = usable(caller, job);
        return pool.use(job, () -> files.start(trained), child -> {
            Path file = child.file("picture-" + UUID.randomUUID());
            try {
                Files.copy(picture, file);
                return PredictionResponse.of(
                        child,
                        child.predict(
                                id -> new InferenceRequest.PredictPicture(id, file.toString(), all),
                                settings.timeLimit()),
                        all);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } finally {
                delete(file);
            }
        });
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Answers an image of a data set. */
    PredictionResponse predict(Caller caller, String job, PredictionRequest request, boolean all) {
        Trained trained = usable(caller, job);
        try (DatasetFolders.Held set = datasets.hold(trained.project(), request.dataset(), () -> false)) {
            String folder = set.folder().toAbsolutePath().toString();
            return pool.use(
                    job,
                    () -> files.start(trained),
                    child -> PredictionResponse.of(
                            child,
                            child.predict(
                                    id -> new InferenceRequest.PredictImage(
                                            id, folder, request.split(), request.index(), all),
                                    settings.timeLimit()),
                            all));
        } catch (DatasetNotFound missing) {
            throw InferenceProblem.invalid("/dataset", "is not a known data set");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Exports the network, or returns the file of an earlier export. */
    ExportResponse export(Caller caller, String job, ExportFormat format, @Nullable Integer upTo) {
        Trained trained = usable(caller, job);
        String name = new ExportName(format, upTo).toString();
        return ExportResponse.of(trained, format, upTo, trained.file(name).orElseGet(() -> {
            StoredFile made =
                    pool.use(job, () -> files.start(trained), child -> made(trained, child, format, upTo, name));
            networks.add(job, made);
            return networks.find(caller, job).file(name).orElse(made);
        }));
    }

    /** Lists the exports of a network. */
    List<ExportResponse> exports(Caller caller, String job) {
        Trained trained = networks.find(caller, job);
        if (trained.result() == null) {
            throw InferenceProblem.noNetwork(trained.state());
        }
        return ExportResponse.all(trained);
    }

    private StoredFile made(
            Trained trained, InferenceChild child, ExportFormat format, @Nullable Integer upTo, String name) {
        if (upTo != null && upTo > child.modules()) {
            throw InferenceProblem.invalid(
                    "/upTo", "must be at most %d, the number of modules".formatted(child.modules()));
        }
        int last = upTo == null ? child.modules() : upTo;
        Path file = child.file("export-" + UUID.randomUUID());
        try (DatasetFolders.Held set = held(trained)) {
            String folder = set.folder().toString();
            Exported exported = child.export(
                    id -> new InferenceRequest.Export(
                            id,
                            format.name(),
                            last,
                            metadata(trained, child, last),
                            file.toString(),
                            folder.isEmpty() ? null : folder),
                    settings.exportTimeLimit());
            return files.store(trained, name, file, exported);
        } finally {
            delete(file);
        }
    }

    private Map<String, String> metadata(Trained trained, InferenceChild child, int upTo) {
        Map<String, Object> result = trained.result() == null ? Map.of() : trained.result();
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("classes", json.writeValueAsString(child.classes()));
        metadata.put("spec", json.writeValueAsString(trained.spec()));
        metadata.put("job", trained.job());
        metadata.put("upTo", Integer.toString(upTo));
        metadata.put(WEIGHTS_DIGEST, String.valueOf(result.get(WEIGHTS_DIGEST)));
        if (result.get("versions") instanceof Map<?, ?> versions) {
            metadata.put(DATASET_DIGEST, String.valueOf(versions.get(DATASET_DIGEST)));
        }
        return metadata;
    }

    private Trained usable(Caller caller, String job) {
        Trained trained = networks.find(caller, job);
        NetworkFiles.requireUsable(trained);
        return trained;
    }

    /** The data set of the training; an empty path if it has gone since. */
    private DatasetFolders.Held held(Trained trained) {
        try {
            return datasets.hold(
                    trained.project(), String.valueOf(trained.spec().get("dataset")), () -> false);
        } catch (DatasetNotFound | InvalidDataset gone) {
            return new NoDataset();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Stands for a data set that was deleted after the training. */
    private record NoDataset() implements DatasetFolders.Held {

        @Override
        public Path folder() {
            return Path.of("");
        }

        @Override
        public void close() {}
    }
}
