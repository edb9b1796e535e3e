package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command. */
@Tag("chaos")
class DemoTests {

    private static final Pattern SAVING =
            Pattern.compile("SGR trained with \\d+ MB of memory and back-propagation with \\d+ MB: (\\d+) % less");

    @TempDir
    Path data;

    @Test
    void showsTheSavingInItsLastLineWithinMinutes() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(data, "--spring.profiles.active=demo").awaitHealthy()) {
            server.awaitOutput("SGR trained with", Duration.ofMinutes(10));

            Matcher saving = SAVING.matcher(server.output());
            assertThat(saving.find()).as(server.output()).isTrue();
            assertThat(Integer.parseInt(saving.group(1))).isGreaterThan(25);
        }
    }
}
