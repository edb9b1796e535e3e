package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.children.ChildProgram;
import dev.isograd.imports.ImporterProcess;
import dev.isograd.trainer.MemoryAllocator;
import dev.isograd.trainer.SpeedProbe;
import dev.isograd.trainer.TrainerProcess;
import dev.isograd.worker.calibration.ProbeLauncher;
import dev.isograd.worker.devices.DeviceSlots;
import dev.isograd.worker.devices.TakenDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Starts the child process of an attempt. */
@Component
@ConditionalOnRole(Role.WORKER)
class ChildLauncher implements ProbeLauncher {

    private static final Logger LOG = LoggerFactory.getLogger(ChildLauncher.class);

    /** Out of memory, the kernel shall kill the child and not the worker, which supervises other children too. */
    private static final String HIGHEST_OOM_SCORE = "1000";

    private final WorkerFolders folders;
    private final DeviceSlots slots;
    private final WorkerProperties settings;
    private final MemoryAllocator allocator;

    ChildLauncher(WorkerFolders folders, DeviceSlots slots, WorkerProperties settings) {
        this.folders = folders;
        this.slots = slots;
        this.settings = settings;
        this.allocator = MemoryAllocator.find(settings.allocator());
        LOG.info("The memory allocator of trainings is {}", allocator.description());
    }

    /** Starts a training. */
    Process launch(TakenDevices devices, Path socket, Path folder) throws IOException {
        return start(devices, ChildProgram.command(settings.heap(), program(), socket, folder), folder);
    }

    /** Starts an import, which decodes pictures in its Java heap. */
    Process launchImport(TakenDevices devices, Path socket, Path folder) throws IOException {
        return start(devices, ChildProgram.command(settings.importHeap(), importProgram(), socket, folder), folder);
    }

    private Process start(TakenDevices devices, List<String> command, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(ChildProgram.environment(System.getenv(), threads(devices), folders.nativeCache()));
        builder.environment().putAll(DeviceEnvironment.of(devices, folders.cudaCache()));
        builder.environment().putAll(allocator.environment());
        Process child = builder.start();
        ChildRecord.write(folder, child.toHandle());
        preferForOomKill(child);
        return child;
    }

    @Override
    public Process launchProbe(TakenDevices devices, List<String> pairs, Path folder) throws IOException {
        Files.createDirectories(folder.resolve(ChildProgram.TEMPORARY));
        List<String> command = ChildProgram.command(settings.heap(), SpeedProbe.class, folder, folder);
        // In place of the socket, which it does not need.
        command.removeLast();
        command.addAll(pairs);
        return start(devices, command, folder);
    }

    @Override
    public int threads(TakenDevices devices) {
        return settings.threads(devices.slots(), slots.total());
    }

    Class<?> program() {
        return TrainerProcess.class;
    }

    Class<?> importProgram() {
        return ImporterProcess.class;
    }

    private static void preferForOomKill(Process child) {
        Path score = Path.of("/proc", Long.toString(child.pid()), "oom_score_adj");
        try {
            if (Files.isWritable(score)) {
                Files.writeString(score, HIGHEST_OOM_SCORE);
            }
        } catch (IOException ended) {
            LOG.debug("Process {} ended before its OOM score could be set", child.pid(), ended);
        }
    }
}
