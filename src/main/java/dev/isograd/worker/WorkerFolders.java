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

/** Where the worker keeps things under the data folder. */
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

    /** DJL unpacks its native libraries here once, for all children of all starts. */
    Path nativeCache() {
        return dataFolder.resolve("native");
    }

    /** The same over restarts, so that a worker finds what it left running when it was killed. */
    String workerId() throws IOException {
        Path file = dataFolder.resolve("worker.id");
        if (!Files.exists(file)) {
            Files.createDirectories(dataFolder);
            // Whole or not at all: half an id, left by a full disk, would be the worker's for ever.
            PrivateFiles.write(file, "wrk_" + UUID.randomUUID().toString().replace("-", ""));
        }
        return Files.readString(file).strip();
    }
}
