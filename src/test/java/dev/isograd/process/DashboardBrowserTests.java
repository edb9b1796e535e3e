package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at the dashboard, played by a real browser: signs in by the printed link, submits, watches the end. */
class DashboardBrowserTests {

    @TempDir
    Path data;

    @Test
    void submitsTheSampleThroughTheFormAndWatchesItFinish() throws Exception {
        Dashboard.assumeBrowser();
        try (ServerProcess server = ServerProcess.start(data).awaitHealthy()) {
            Process browser = Dashboard.play("dashboard.mjs", server);

            String said = browser.inputReader().readAllAsString();
            assertThat(browser.waitFor()).as(said).isZero();
            try (Stream<Path> taken = Files.list(Dashboard.pictures())) {
                assertThat(taken.map(Path::toString).toList()).anyMatch(name -> name.endsWith(".png"));
            }
        }
    }
}
