package dev.isograd.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.IsogradProperties;
import dev.isograd.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpHeaders;

/** What ends a process for predictions, and what is refused, each with a limit that is quickly reached. */
@Timeout(120)
class InferenceLimitTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private static Path trained;

    private static Path picture;

    @TempDir
    private Path data;

    private InferenceProperties settings = settings(Map.of());
    private InferencePool pool = new InferencePool(settings);

    @BeforeAll
    static void train() throws IOException {
        TrainedJob.train(trained);
        picture = Files.write(trained.resolve("picture.png"), InferenceIntegrationTests.picture("png", 28, 28));
    }

    private void limit(String name, String value) {
        settings = settings(Map.of("isograd.inference." + name, value));
        pool = new InferencePool(settings);
    }

    private static InferenceProperties settings(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("isograd.inference", InferenceProperties.class);
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        pool.destroy();
        // Their folders are in the temporary one.
        while (!folders().isEmpty()) {
            Thread.sleep(10);
        }
    }

    @Test
    void refusesRequestsAboveTheQueue() throws InterruptedException {
        limit("queue", "1");
        CountDownLatch isWorking = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread first = Thread.ofVirtual()
                .start(() -> pool.use("job", this::child, child -> {
                    isWorking.countDown();
                    return awaited(end);
                }));
        isWorking.await();

        assertThatThrownBy(() -> pool.use("job", this::child, InferenceLimitTests::answer))
                .satisfies(problem -> isUnavailable(problem, "inference_busy"));
        end.countDown();
        first.join();
        assertThat(pool.use("job", this::child, InferenceLimitTests::answer).keySet())
                .hasSize(1);
    }

    @Test
    void endsAProcessThatIsUnused() {
        limit("idle", "500ms");
        pool.use("job", this::child, InferenceLimitTests::answer);
        ProcessHandle process = pool.processes().getFirst();

        process.onExit().join();

        assertThat(pool.processes()).isEmpty();
    }

    @Test
    void endsAProcessThatTakesTooMuchMemory() {
        limit("memory", "1MB");
        assertThatThrownBy(() -> pool.use("job", this::child, child -> {
                    child.handle().onExit().join();
                    return answer(child);
                }))
                .satisfies(problem -> isUnavailable(problem, "inference_ended"));
    }

    @Test
    void endsAProcessThatTakesTooLong() {
        pool.use("job", this::child, InferenceLimitTests::answer);
        ProcessHandle process = pool.processes().getFirst();

        assertThatThrownBy(() -> pool.use("job", this::child, child -> answer(child, Duration.ZERO)))
                .satisfies(problem -> isUnavailable(problem, "inference_too_slow"));

        process.onExit().join();
        assertThat(pool.use("job", this::child, InferenceLimitTests::answer).keySet())
                .hasSize(1);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void isUnavailable(Throwable thrown, String code) {
        InferenceProblem problem = (InferenceProblem) thrown;
        assertThat(problem.getStatusCode().value()).isEqualTo(503);
        assertThat(problem.getBody().getProperties()).containsEntry("code", code);
        assertThat(problem.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).matches("[1-9]\\d*");
    }

    private static SortedMap<Integer, float[]> answer(InferenceChild child) {
        return answer(child, LONG);
    }

    private static SortedMap<Integer, float[]> answer(InferenceChild child, Duration limit) {
        return child.predict(id -> new InferenceRequest.PredictPicture(id, picture.toString(), false), limit);
    }

    private InferenceChild child() throws IOException, InterruptedException {
        InferenceLauncher launcher = new InferenceLauncher(new IsogradProperties(data, EnumSet.of(Role.API)), settings);
        Path folder = launcher.newFolder();
        try (Stream<Path> files = Files.list(trained)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return InferenceChild.start(folder, settings, launcher);
    }

    private List<Path> folders() throws IOException {
        Path scratch = data.resolve("scratch");
        if (!Files.exists(scratch)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(scratch)) {
            return folders.toList();
        }
    }
}
