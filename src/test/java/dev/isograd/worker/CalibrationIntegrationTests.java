package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.isograd.worker.calibration.Calibration;
import dev.isograd.worker.calibration.SampleCalibrations;
import dev.isograd.worker.devices.DeviceKind;
import dev.isograd.worker.devices.TakenDevices;
import dev.isograd.worker.devices.TestDevices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The calibration with the real program, which is ended after its first figures. */
@WorkerTest
class CalibrationIntegrationTests {

    private static final String WORKER = "wrk_calibrated";

    @Autowired
    private ChildLauncher launcher;

    @Autowired
    private JdbcClient jdbc;

    @TempDir
    private Path folder;

    private Calibration calibration;

    @BeforeEach
    void registerAWorker() {
        jdbc.sql("""
                insert into worker (id, name, device, slots, version, started_at, last_seen_at)
                values (?, 'w', 'cpu', 1, '1', now(), now())""").param(WORKER).update();
        calibration = SampleCalibrations.on(jdbc, launcher, true);
    }

    @AfterEach
    void removeIt() {
        calibration.giveWay();
        await().until(() -> calibration.isDue(DeviceKind.CPU) || !isMeasuring());
        jdbc.sql("delete from worker where id like 'wrk_calibrated%'").update();
    }

    @Test
    void keepsFiguresAsTheyComeGivesWayAndContinues() {
        begin("1");
        assertThat(calibration.isDue(DeviceKind.CPU)).isFalse();
        await().atMost(Duration.ofSeconds(60)).until(() -> figures(WORKER) > 0);

        calibration.giveWay();
        await().atMost(Duration.ofSeconds(5)).until(() -> calibration.isDue(DeviceKind.CPU));

        int before = figures(WORKER);
        assertThat(before).isBetween(1, 20);
        assertThat(jdbc.sql("select min(seconds) from calibration where threads = 1 and version = '1'")
                        .query(Double.class)
                        .single())
                .isBetween(1e-11, 1e-6);
        begin("1");
        await().atMost(Duration.ofSeconds(60)).until(() -> figures(WORKER) > before);
    }

    @Test
    void forgetsTheFiguresOfAnotherVersionAndTakesOverThoseOfAnEqualWorker() {
        jdbc.sql("""
                insert into worker (id, name, device, slots, version, started_at, last_seen_at)
                values ('wrk_calibrated_2', 'w', 'cpu', 1, '2', now(), now())""").update();
        String model = TestDevices.oneCpu().offers().getFirst().oneUnoccupied().model();
        SampleCalibrations.add(jdbc, WORKER, model, "1", "resnet", "sgr");
        SampleCalibrations.add(jdbc, "wrk_calibrated_2", model, "2", "vgg", "greedy");
        SampleCalibrations.add(jdbc, "wrk_calibrated_2", "another", "2", "mlp", "greedy");

        begin("2");
        await().atMost(Duration.ofSeconds(10)).until(() -> pairs().contains("vgg/greedy"));

        assertThat(pairs()).contains("vgg/greedy").doesNotContain("resnet/sgr", "mlp/greedy");
    }

    @Test
    void measuresNothingIfItIsSwitchedOff() {
        assertThat(SampleCalibrations.on(jdbc, launcher, false).isDue(DeviceKind.CPU))
                .isFalse();
        assertThat(calibration.isDue(DeviceKind.CPU)).isTrue();
    }

    private void begin(String version) {
        TakenDevices device = TestDevices.oneCpu().offers().getFirst().oneUnoccupied();
        calibration.begin(WORKER, version, device, folder);
    }

    private static boolean isMeasuring() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("calibration"));
    }

    private int figures(String worker) {
        return jdbc.sql("select count(*) from calibration where worker_id = ?")
                .param(worker)
                .query(Integer.class)
                .single();
    }

    private List<String> pairs() {
        return jdbc.sql("select network || '/' || rule from calibration where worker_id = ?")
                .param(WORKER)
                .query((row, number) -> row.getString(1))
                .list();
    }
}
