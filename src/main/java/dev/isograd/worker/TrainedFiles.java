package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Digests;
import dev.isograd.Role;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.trainer.FinalFiles;
import dev.isograd.trainer.TrainerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Stores the files of a finished training in the artifact store: weights first, the manifest that names them last. */
@Component
@ConditionalOnRole(Role.WORKER)
class TrainedFiles {

    private static final String MANIFEST = "manifest.json";
    private static final List<String> FILES =
            List.of(TrainerProcess.WEIGHTS, FinalFiles.HEADS, FinalFiles.CONFIG, FinalFiles.EVALUATION);

    private final ArtifactStore artifacts;
    private final JsonMapper json;

    TrainedFiles(ArtifactStore artifacts, JsonMapper json) {
        this.artifacts = artifacts;
        this.json = json;
    }

    /** Returns the metrics together with the Isograd version and the stored files, as the API shows them. */
    Map<String, Object> store(ClaimedTraining job, Map<String, Object> metrics, Path folder) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>(metrics);
        result.put(
                "versions",
                withIsogradVersion(metrics.get("versions") instanceof Map<?, ?> versions ? versions : Map.of()));
        List<Map<String, Object>> files = new ArrayList<>();
        for (String name : FILES) {
            files.add(put(job, folder.resolve(name)));
        }
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", "isograd-network/1");
        manifest.put("job", job.attempt().job());
        manifest.put("attempt", job.attempt().number());
        manifest.put("spec", SpecWriter.write(job.spec()));
        manifest.put("result", result);
        manifest.put("files", List.copyOf(files));
        Path file = folder.resolve(MANIFEST);
        Files.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        Map<String, Object> withFiles = new LinkedHashMap<>(result);
        files.add(put(job, file));
        withFiles.put("files", files);
        return withFiles;
    }

    private Map<String, Object> put(ClaimedTraining job, Path file) throws IOException {
        String key = String.format(
                Locale.ROOT,
                "projects/%s/jobs/%s/attempts/%d/%s",
                job.project(),
                job.attempt().job(),
                job.attempt().number(),
                file.getFileName());
        artifacts.put(key, file);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", file.getFileName().toString());
        entry.put("bytes", Files.size(file));
        entry.put("sha256", Digests.of(file));
        entry.put("key", key);
        return entry;
    }

    static Map<String, Object> withIsogradVersion(Map<?, ?> versions) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("isograd", isogradVersion());
        versions.forEach((name, value) -> all.put(String.valueOf(name), value));
        return all;
    }

    /** The jar's version; {@code development} if the service does not run from its jar. */
    static String isogradVersion() {
        String version = TrainedFiles.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
