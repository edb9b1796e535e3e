package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.Isolation;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.TrainingOutcome;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ResultMetricsTests {

    private static final TrainingSpec SPEC = SpecReader.read(
            Map.of("dataset", "any", "network", Map.of("type", "mlp"), "rule", Map.of("type", "greedy"), "epochs", 1));

    @Test
    void reportsWhichModulesEachHeadUpdates() throws IOException {
        String json = json(new Isolation(true, List.of(List.of(1, 2), List.of(2))));

        assertThat(json).contains("\"isolation\":{\"isolated\":true,\"movedBy\":[[1,2],[2]]}");
    }

    @Test
    void omitsIsolationUnlessRequested() throws IOException {
        assertThat(json(null)).doesNotContain("isolation");
    }

    @Test
    void fitsIntoAMessageWithAnyNumberOfModules() throws IOException {
        List<List<Integer>> allBelow = IntStream.rangeClosed(1, 1024)
                .mapToObj(head -> IntStream.rangeClosed(1, head).boxed().toList())
                .toList();

        String json = json(new Isolation(false, allBelow));

        assertThat(json).contains("\"isolation\":{\"isolated\":false}").hasSizeLessThan(MessageChannel.MAX_LINE_BYTES);
    }

    @Test
    void recordsTheGpuAndWhatItComputedWith() {
        Map<String, String> gpu =
                Map.of("gpu", "NVIDIA H100", "driver", "570.124.06", "cuda", "12.9", "cudnn", "9.10.2");

        Map<String, Object> versions = ResultMetrics.versions(
                SPEC, new TrainingOutline.Platform("gpu", "2.7.1", "0.36.0", "tf32", gpu), "sha256:00");

        assertThat(versions)
                .containsAllEntriesOf(gpu)
                .containsEntry("device", "gpu")
                .containsEntry("allocator", MemoryAllocator.ofThisProcess())
                .containsEntry("precision", "tf32")
                .containsEntry("deterministic", false);
    }

    private static String json(@Nullable Isolation isolation) throws IOException {
        TrainingOutcome outcome = new TrainingOutcome(
                false,
                0.5,
                1,
                0.6,
                List.of(0.5),
                List.of(),
                isolation,
                10,
                new TrainingOutline.Platform("cpu", "2.7.1", "0.36.0", "float32", Map.of()));
        try (MessageChannel nobody = new MessageChannel(SocketChannel.open(StandardProtocolFamily.UNIX))) {
            ProgressReporter timing = new ProgressReporter(nobody, MemoryMeter.start(SPEC.device()), TrainingTime.NONE);
            return JsonMapper.builder()
                    .build()
                    .writeValueAsString(ResultMetrics.of(
                            SPEC, Synthetic.images(16, 1, 12, 3), outcome, timing, "sha", "sha256:00"));
        }
    }
}
