package dev.isograd.worker.calibration;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Calibrations for tests of other packages. */
public final class SampleCalibrations {

    private SampleCalibrations() {}

    /** A calibration that no worker loop starts. */
    public static Calibration on(JdbcClient database, ProbeLauncher launcher, boolean enabled) {
        return new Calibration(new CalibrationRows(database), launcher, new CalibrationProperties(enabled));
    }

    /** A figure as a worker with one thread has measured it. */
    public static void add(
            JdbcClient database, String worker, String model, String version, String network, String rule) {
        new CalibrationRows(database)
                .add(new CalibrationRows.Subject(worker, "cpu", model, 1, version), network, rule, 2e-9);
    }
}
