package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("chaos")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends SIGTERM")
class ShutdownLimitTests {

    /** Hangs when it is told to stop, with a child process that would outlive it. */
    static final class Hanging {
        public static void main(String[] args) throws Exception {
            ShutdownLimit.install();
            Runtime.getRuntime().addShutdownHook(new Thread(Hanging::hang));
            Process child = new ProcessBuilder("sleep", "600").start();
            ShutdownLimit.beforeHalt(() -> System.out.println("last action"));
            System.out.println(child.pid());
            hang();
        }

        private static void hang() {
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void endsAProcessThatHangsWhenItIsStopped() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Hanging.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader()) {
            ProcessHandle child = ProcessHandle.of(Long.parseLong(String.valueOf(output.readLine())))
                    .orElseThrow();

            process.toHandle().destroy();

            assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(output.readLine()).isEqualTo("last action");
            assertThat(child.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(child);
        } finally {
            process.destroyForcibly();
        }
    }
}
