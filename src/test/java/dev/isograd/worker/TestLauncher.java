package dev.isograd.worker;

import dev.isograd.imports.ImporterProcess;
import dev.isograd.trainer.TrainerProcess;
import dev.isograd.worker.devices.DeviceSlots;
import dev.isograd.worker.devices.TakenDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Starts the program that a test chooses instead of a training, in the control group that it chooses. */
class TestLauncher extends ChildLauncher {

    private Class<?> program = TrainerProcess.class;
    private Class<?> importProgram = ImporterProcess.class;
    private Path group = Path.of("");

    TestLauncher(WorkerFolders folders, DeviceSlots slots, WorkerProperties settings) {
        super(folders, slots, settings);
    }

    /** Replaces the launcher of the service. */
    @TestConfiguration
    static class Configuration {
        @Bean
        @Primary
        TestLauncher testLauncher(WorkerFolders folders, DeviceSlots slots, WorkerProperties settings) {
            return new TestLauncher(folders, slots, settings);
        }
    }

    void use(Class<?> program) {
        this.program = program;
    }

    void useForImports(Class<?> program) {
        importProgram = program;
    }

    void use(Class<?> program, Path group) {
        this.program = program;
        this.group = group;
    }

    /** Starts trainings and imports again. */
    void reset() {
        importProgram = ImporterProcess.class;
        program = TrainerProcess.class;
        group = Path.of("");
    }

    @Override
    Process launch(TakenDevices devices, Path socket, Path folder) throws IOException {
        Process child = super.launch(devices, socket, folder);
        if (!group.toString().isEmpty()) {
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(child.pid()));
        }
        return child;
    }

    @Override
    Class<?> importProgram() {
        return importProgram;
    }

    @Override
    Class<?> program() {
        return program;
    }
}
