package dev.isograd.inference;

import dev.isograd.ConditionalOnRole;
import dev.isograd.IsogradProperties;
import dev.isograd.Role;
import dev.isograd.children.ChildProgram;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Starts child processes with trained networks. */
@Component
@ConditionalOnRole(Role.API)
class InferenceLauncher {

    private final IsogradProperties folders;
    private final InferenceProperties settings;

    InferenceLauncher(IsogradProperties folders, InferenceProperties settings) {
        this.folders = folders;
        this.settings = settings;
    }

    /** @param folder in which the process runs and leaves its output */
    Process launch(Path socket, Path folder) throws IOException {
        Files.createDirectories(folder.resolve(ChildProgram.TEMPORARY));
        ProcessBuilder builder =
                new ProcessBuilder(ChildProgram.command(settings.heap(), InferenceProcess.class, socket, folder));
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(ChildProgram.environment(
                        System.getenv(), settings.threads(), folders.dataDir().resolve("native")));
        Path log = folder.resolve("log");
        return builder.redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
    }

    /** A new folder for a process. */
    Path newFolder() throws IOException {
        Path scratch = Files.createDirectories(folders.dataDir().resolve("scratch"));
        return Files.createTempDirectory(scratch, "inference-").toAbsolutePath();
    }
}
