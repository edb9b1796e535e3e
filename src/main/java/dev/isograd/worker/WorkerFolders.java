package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.IsogradProperties;
import dev.isograd.PrivateFiles;
import dev.isograd.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The worker's folders and files in the data folder. */
@Component
@ConditionalOnRole(Role.WORKER)
class WorkerFolders {

    private final Path dataFolder;

    WorkerFolders(IsogradProperties settings) {
        this.dataFolder = settings.dataDir();
    }

    Path scratch() {
        return dataFolder.resolve("scratch");
    }

    /** CUDA keeps the kernels here that it has compiled, for all child processes of this run. */
    Path cudaCache() {
        return scratch().resolve("cuda");
    }

    /** DJL unpacks its native libraries here once, for all child processes of all runs. */
    Path nativeCache() {
        return dataFolder.resolve("native");
    }

    /** Constant over restarts, so that a worker that was killed finds its leftover processes. */
    String workerId() throws IOException {
        Path file = dataFolder.resolve("worker.id");
        if (!Files.exists(file)) {
            Files.createDirectories(dataFolder);
            // Written atomically: a partial id, left by a full disk, would stay the worker's id forever.
            PrivateFiles.write(file, "wrk_" + UUID.randomUUID().toString().replace("-", ""));
        }
        return Files.readString(file).strip();
    }
}
