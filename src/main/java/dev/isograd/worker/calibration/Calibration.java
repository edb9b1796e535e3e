package dev.isograd.worker.calibration;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.trainer.SpeedProbe;
import dev.isograd.worker.devices.DeviceKind;
import dev.isograd.worker.devices.TakenDevices;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Measures how fast a device trains while the worker has no job. It holds no slot: as soon as a job is claimed, the measuring
 * process is ended, and the rest is measured at the next idle moment.
 */
@Component
@ConditionalOnRole(Role.WORKER)
public class Calibration {

    private static final Logger LOG = LoggerFactory.getLogger(Calibration.class);

    private final CalibrationRows rows;
    private final ProbeLauncher launcher;
    private final CalibrationProperties settings;
    private final Set<DeviceKind> finished = EnumSet.noneOf(DeviceKind.class);
    private @Nullable Process probe;
    private @Nullable Thread thread;
    private boolean mustEnd;

    Calibration(CalibrationRows rows, ProbeLauncher launcher, CalibrationProperties settings) {
        this.rows = rows;
        this.launcher = launcher;
        this.settings = settings;
    }

    /** Whether something of a device is to be measured, and nothing is being measured. */
    public synchronized boolean isDue(DeviceKind kind) {
        return settings.calibration() && thread == null && !finished.contains(kind);
    }

    /**
     * Measures what is not known yet, in the background.
     *
     * @param taken devices of a training with one slot; they are not occupied
     * @param folder for the files of the process
     */
    public synchronized void begin(String worker, String version, TakenDevices taken, Path folder) {
        mustEnd = false;
        thread = Thread.ofPlatform().daemon().name("calibration").unstarted(() -> {
            try {
                measure(worker, version, taken, folder);
            } catch (IOException | DataAccessException failure) {
                LOG.warn(
                        "The speed of {} could not be measured; retrying: {}", taken.description(), failure.toString());
            } finally {
                ended();
            }
        });
        thread.start();
    }

    private synchronized void ended() {
        thread = null;
        probe = null;
    }

    /** Ends the measurement, because a job is about to start. */
    public synchronized void giveWay() {
        mustEnd = true;
        if (probe != null) {
            probe.destroyForcibly();
        }
    }

    private void measure(String worker, String version, TakenDevices taken, Path folder) throws IOException {
        var subject = new CalibrationRows.Subject(
                worker, taken.kind().word(), taken.model(), launcher.threads(taken), version);
        Set<String> known = rows.known(subject);
        List<String> missing = SpeedProbe.pairs().stream()
                .filter(pair -> !known.contains(pair))
                .toList();
        if (!missing.isEmpty()) {
            Process process = start(taken, missing, folder);
            if (process == null) {
                return;
            }
            LOG.info("Measuring how fast {} trains, for plans; a job ends this", taken.description());
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(line -> keep(subject, line));
            } finally {
                process.destroyForcibly();
            }
        }
        complete(taken.kind());
    }

    private synchronized @Nullable Process start(TakenDevices taken, List<String> pairs, Path folder)
            throws IOException {
        if (mustEnd) {
            return null;
        }
        probe = launcher.launchProbe(taken, pairs, folder);
        return probe;
    }

    /** What was interrupted is measured at the next idle moment; what could not be measured, at the next start. */
    private synchronized void complete(DeviceKind kind) {
        if (!mustEnd) {
            finished.add(kind);
        }
    }

    private void keep(CalibrationRows.Subject subject, String line) {
        String[] words = line.split(" ");
        if (words.length == 4 && words[0].equals(SpeedProbe.ANSWER)) {
            rows.add(subject, words[1], words[2], Double.parseDouble(words[3]));
        }
    }
}
