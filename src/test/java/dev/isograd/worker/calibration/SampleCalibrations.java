package dev.isograd.worker.calibration;

import dev.isograd.trainer.SpeedProbe;
import dev.isograd.worker.devices.TakenDevices;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    /** Measures one pair for all workers on the CPU of this machine. */
    public static void measure(
            JdbcClient database, ProbeLauncher launcher, TakenDevices device, String network, String rule, Path folder)
            throws IOException {
        String line;
        try (BufferedReader lines = launcher.launchProbe(device, List.of(network + "/" + rule), folder)
                .inputReader()) {
            line = lines.lines()
                    .filter(answer -> answer.startsWith(SpeedProbe.ANSWER))
                    .findFirst()
                    .orElseThrow();
        }
        database.sql("delete from calibration").update();
        database.sql("""
                        insert into calibration (worker_id, kind, model, threads, version, network, rule, seconds, measured_at)
                        select id, 'cpu', ?, 1, version, ?, ?, ?, now() from worker""")
                .params(device.model(), network, rule, Double.parseDouble(line.split(" ")[3]))
                .update();
    }
}
