package dev.isograd.inference;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Digests;
import dev.isograd.Role;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.jobs.ResultFiles.StoredFile;
import dev.isograd.jobs.TrainedNetworks.Trained;
import dev.isograd.trainer.FinalFiles;
import dev.isograd.trainer.TrainerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** Brings the files of a trained network from the artifact store to a child process, and exported files back. */
@Component
@ConditionalOnRole(Role.API)
class NetworkFiles {

    private static final List<String> FILES = List.of(FinalFiles.CONFIG, TrainerProcess.WEIGHTS, FinalFiles.HEADS);

    /** Characters of a digest that tell two files of one name apart. */
    private static final int SHORT_DIGEST = 16;

    private final ArtifactStore artifacts;
    private final InferenceLauncher launcher;
    private final InferenceProperties settings;
    private final JsonMapper json;

    NetworkFiles(ArtifactStore artifacts, InferenceLauncher launcher, InferenceProperties settings, JsonMapper json) {
        this.artifacts = artifacts;
        this.launcher = launcher;
        this.settings = settings;
        this.json = json;
    }

    /** @throws InferenceProblem if the job has no network, a deleted one, or one that nothing describes */
    static void requireUsable(Trained trained) {
        if (trained.result() == null) {
            throw InferenceProblem.noNetwork(trained.state());
        }
        if (trained.isForgotten()) {
            throw InferenceProblem.networkDeleted();
        }
        if (!FILES.stream().allMatch(name -> trained.file(name).isPresent())) {
            throw InferenceProblem.tooOld();
        }
    }

    /** Starts a process with the network of a job. */
    InferenceChild start(Trained trained) throws IOException, InterruptedException {
        Path folder = launcher.newFolder();
        try {
            Files.write(folder.resolve(LoadedNetwork.SPEC), json.writeValueAsBytes(trained.spec()));
            for (String name : FILES) {
                fetch(trained.file(name).orElseThrow(), folder.resolve(name));
            }
            return InferenceChild.start(folder, settings, launcher);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            FileSystemUtils.deleteRecursively(folder);
            throw failure;
        }
    }

    private void fetch(StoredFile stored, Path file) throws IOException {
        try (InputStream bytes = artifacts.open(stored.key())) {
            Files.copy(bytes, file);
        }
        if (!Digests.of(file).equals(stored.sha256())) {
            throw InferenceProblem.failed("The stored file %s of this network is damaged.".formatted(stored.name()));
        }
    }

    /** Stores an exported file beside the files of the training, whose keys the sweep for orphans knows. */
    StoredFile store(Trained trained, String name, Path file, InferenceReply.Exported exported) {
        String weights = trained.file(TrainerProcess.WEIGHTS).orElseThrow().key();
        String key = "%s/exports/%s/%s"
                .formatted(
                        weights.substring(0, weights.lastIndexOf('/')),
                        exported.sha256().substring(0, SHORT_DIGEST),
                        name);
        artifacts.put(key, file);
        return new StoredFile(name, exported.bytes(), exported.sha256(), key, exported.maxDifference());
    }
}
