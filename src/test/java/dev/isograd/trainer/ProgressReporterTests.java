package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.Metric;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProgressReporterTests {

    private static final TrainingOutline OUTLINE = new TrainingOutline(
            2,
            3,
            0,
            16,
            37,
            10,
            List.of(),
            new TrainingOutline.Platform("cpu", "2.7.1", "0.36.0", "float32", Map.of()));

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void measuresTimeAndMemoryOfEpochsShorterThanTheInterval() throws IOException {
        List<ChildMessage.Point> points = pointsOf(reporter -> {
            reporter.stepEnded(0, 1);
            reporter.epochEnded(0);
        });

        assertThat(points)
                .extracting(ChildMessage.Point::name)
                .contains("step.seconds", "images.perSecond", "memory.bytes", "memory.peakBytes");
        assertThat(points).extracting(ChildMessage.Point::step).containsOnly(1L);
        assertThat(points).extracting(ChildMessage.Point::value).allMatch(value -> value > 0);
    }

    @Test
    void sendsWhatIsUnsentWhenTheTrainingEnds() throws IOException {
        List<ChildMessage.Point> points = pointsOf(reporter -> {
            reporter.metric(new Metric("train.loss", null, 1, 0.5));
            reporter.stepEnded(0, 1);
            reporter.close();
        });

        assertThat(points).extracting(ChildMessage.Point::name).contains("train.loss", "step.seconds");
    }

    /** The third step of an epoch has 5 of its 37 images. */
    @Test
    void countsTheImagesOfAPartialBatch() throws IOException {
        double[] total = new double[1];
        List<ChildMessage.Point> points = pointsOf(reporter -> {
            for (int step = 1; step <= 3; step++) {
                reporter.stepEnded(0, step);
            }
            reporter.epochEnded(0);
            reporter.stepEnded(1, 4);
            total[0] = reporter.imagesPerSecond() * reporter.trainingTime().stepSeconds();
        });

        double images = 0;
        long counted = 0;
        Map<Long, Double> seconds = points.stream()
                .filter(point -> point.name().equals("step.seconds"))
                .collect(Collectors.toMap(ChildMessage.Point::step, ChildMessage.Point::value));
        for (ChildMessage.Point point : points) {
            if (point.name().equals("images.perSecond")) {
                images += point.value() * Objects.requireNonNull(seconds.get(point.step())) * (point.step() - counted);
                counted = point.step();
            }
        }
        assertThat(images).isCloseTo(37, within(1e-6));
        assertThat(total[0]).isCloseTo(37 + 16, within(1e-6));
    }

    @FunctionalInterface
    private interface Course {
        void of(ProgressReporter reporter);
    }

    private List<ChildMessage.Point> pointsOf(Course course) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                MessageChannel child = new MessageChannel(SocketChannel.open(address));
                MessageChannel supervisor = new MessageChannel(server.accept())) {
            ProgressReporter reporter =
                    new ProgressReporter(child, MemoryMeter.start(TrainingSpec.Device.CPU), TrainingTime.NONE);
            reporter.started(OUTLINE);
            course.of(reporter);
            child.close();
            List<ChildMessage.Point> points = new ArrayList<>();
            for (Optional<ChildMessage> next = supervisor.receive(ChildMessage.class);
                    next.isPresent();
                    next = supervisor.receive(ChildMessage.class)) {
                if (next.get() instanceof ChildMessage.Metrics metrics) {
                    points.addAll(metrics.points());
                }
            }
            return points;
        }
    }
}
