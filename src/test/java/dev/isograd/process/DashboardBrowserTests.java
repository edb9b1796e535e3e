package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at the dashboard, played by a real browser: signs in by the printed link, submits, watches the end. */
class DashboardBrowserTests {

    private static final Pattern SIGN_IN_LINK = Pattern.compile("http://\\S+/sign-in\\?token=\\S+");
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final Path FRONTEND = Path.of("frontend").toAbsolutePath();

    @TempDir
    Path data;

    @Test
    void submitsTheSampleThroughTheFormAndWatchesItFinish() throws Exception {
        needs(CHROMIUM, "Chromium there or at $CHROMIUM");
        needs(FRONTEND.resolve("node_modules/playwright-core"), "the front end's packages (npm ci)");
        Path pictures = Files.createDirectories(Path.of("target", "screenshots").toAbsolutePath());
        try (ServerProcess server = ServerProcess.start(data).awaitHealthy()) {
            Process browser = new ProcessBuilder(
                            "node", "e2e/dashboard.mjs",
                            "--url", server.url(),
                            "--sign-in-link", signInLink(server),
                            "--out", pictures.toString())
                    .directory(FRONTEND.toFile())
                    .inheritIO()
                    .start();

            assertThat(browser.waitFor(5, TimeUnit.MINUTES)).isTrue();

            assertThat(browser.exitValue()).isZero();
            try (Stream<Path> taken = Files.list(pictures)) {
                assertThat(taken.map(Path::toString).toList()).anyMatch(name -> name.endsWith(".png"));
            }
        }
    }

    private static String signInLink(ServerProcess server) {
        Matcher link = SIGN_IN_LINK.matcher(server.output());
        assertThat(link.find())
                .as("the start prints a sign-in link:%n%s", server.output())
                .isTrue();
        return link.group();
    }

    /** Surefire counts a skipped test but does not say why. */
    private static void needs(Path file, String what) {
        boolean there = Files.exists(file);
        if (!there) {
            System.out.printf("SKIPPED: the browser test needs %s; %s does not exist%n", what, file);
        }
        assumeThat(there).isTrue();
    }
}
