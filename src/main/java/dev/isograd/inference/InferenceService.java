package dev.isograd.inference;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.accounts.Caller;
import dev.isograd.datasets.DatasetPictures.Pictures;
import dev.isograd.idempotency.LongRequests;
import dev.isograd.inference.InferenceReply.Exported;
import dev.isograd.jobs.ResultFiles.StoredFile;
import dev.isograd.jobs.TrainedNetworks;
import dev.isograd.jobs.TrainedNetworks.Trained;
import dev.isograd.learning.export.ExportFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
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
    private final DatasetImages images;
    private final LongRequests requests;
    private final InferenceProperties settings;
    private final JsonMapper json;

    InferenceService(
            TrainedNetworks networks,
            NetworkFiles files,
            InferencePool pool,
            DatasetImages images,
            LongRequests requests,
            InferenceProperties settings,
            JsonMapper json) {
        this.networks = networks;
        this.files = files;
        this.pool = pool;
        this.images = images;
        this.requests = requests;
        this.settings = settings;
        this.json = json;
    }

    /** Throws before anything is said about the body of a request if the caller's project has no such training. */
    void requireVisible(Caller caller, String job) {
        networks.isKept(caller, job);
    }

    /** Answers a picture's file, which only the child process decodes. */
    PredictionResponse predict(Caller caller, String job, InputStream picture, boolean all) {
        return predict(caller, job, picture, all, (id, file) -> new InferenceRequest.PredictPicture(id, file, all));
    }

    /** Answers an image of a data set. */
    PredictionResponse predict(Caller caller, String job, PredictionRequest request, boolean all) {
        try {
            Pictures image = images.image(caller, request);
            return predict(
                    caller,
                    job,
                    new ByteArrayInputStream(image.bytes()),
                    all,
                    (id, file) -> new InferenceRequest.PredictImage(
                            id, file, image.channels(), image.height(), image.width(), all));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A running process has the network already, so that only the right to ask it is looked up. */
    private PredictionResponse predict(
            Caller caller,
            String job,
            InputStream content,
            boolean all,
            BiFunction<Long, String, InferenceRequest> request) {
        if (!pool.isRunning(job) || !networks.isKept(caller, job)) {
            usable(caller, job);
        }
        return pool.use(job, () -> files.start(usable(caller, job)), child -> {
            Path file = child.file("picture-" + UUID.randomUUID());
            try {
                Files.copy(content, file);
                return PredictionResponse.of(
                        child, child.predict(id -> request.apply(id, file.toString()), settings.timeLimit()), all);
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

    /** Exports the network, or returns the file of an earlier export. */
    ExportResponse export(
            Caller caller, String job, @Nullable String idempotencyKey, ExportFormat format, @Nullable Integer upTo) {
        String name = new ExportName(format, upTo).toString();
        return requests.once(
                caller.project(),
                idempotencyKey,
                Map.of("export", name, "job", job),
                name,
                () -> export(caller, job, format, upTo, name));
    }

    private ExportResponse export(Caller caller, String job, ExportFormat format, @Nullable Integer upTo, String name) {
        Trained trained = usable(caller, job);
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
        Path compared = child.file("pictures-" + UUID.randomUUID());
        try {
            Optional<Pictures> pictures = images.testImages(trained, NetworkExports.COMPARED);
            if (pictures.isPresent()) {
                Files.write(compared, pictures.get().bytes());
            }
            Exported exported = child.export(
                    id -> new InferenceRequest.Export(
                            id,
                            format.name(),
                            last,
                            metadata(trained, child, last),
                            file.toString(),
                            pictures.isPresent() ? compared.toString() : null),
                    settings.exportTimeLimit());
            return files.store(trained, name, file, exported);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            delete(file);
            delete(compared);
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
}
