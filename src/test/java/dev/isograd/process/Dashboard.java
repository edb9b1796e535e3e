package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's dashboard in a real browser, which a script of {@code frontend/e2e} plays a person at. */
final class Dashboard {

    private static final Pattern SIGN_IN_LINK = Pattern.compile("http://\\S+/sign-in\\?token=\\S+");
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    private static final Path FRONTEND = Path.of("frontend").toAbsolutePath();

    private Dashboard() {}

    /** Skips the test where there is no browser. */
    static void assumeBrowser() {
        needs(CHROMIUM, "Chromium there or at $CHROMIUM");
        needs(FRONTEND.resolve("node_modules/playwright-core"), "the front end's packages (npm ci)");
    }

    /** What it says is there to be read from it. */
    static Process play(String script, ServerProcess server, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "node",
                "e2e/" + script,
                "--url",
                server.url(),
                "--sign-in-link",
                signInLink(server),
                "--out",
                pictures().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(FRONTEND.toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** Fails with all that the script says where it says something else first, since its errors have many lines. */
    static void awaitLine(BufferedReader output, String expected) throws IOException {
        String line = output.readLine();
        if (!expected.equals(line)) {
            throw new AssertionError("%s%n%s".formatted(line, output.readAllAsString()));
        }
    }

    static Path pictures() throws IOException {
        return Files.createDirectories(Path.of("target", "screenshots").toAbsolutePath());
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
