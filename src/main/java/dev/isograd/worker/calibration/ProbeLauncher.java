package dev.isograd.worker.calibration;

import dev.isograd.worker.devices.TakenDevices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts the program that measures, with the same environment as a training. */
public interface ProbeLauncher {

    /**
     * @param pairs types of network and rule that it measures
     * @param folder in which it runs; it has to exist
     */
    Process launchProbe(TakenDevices devices, List<String> pairs, Path folder) throws IOException;

    /** Returns the CPU threads of a training on these devices. */
    int threads(TakenDevices devices);
}
