package dev.isograd.worker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Digests;
import dev.isograd.attempts.PodBatch;
import dev.isograd.attempts.PodEntry;
import dev.isograd.attempts.PodOrder;
import dev.isograd.attempts.PodOrders;
import dev.isograd.attempts.PodReceipt;
import dev.isograd.jobs.AttemptId;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.SupervisorMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodLinkTests {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    private PodLink link() {
        SupervisorMessage.Start start =
                new SupervisorMessage.Start("spec", "data", "out", null, new SupervisorMessage.Interval(1, 1), null);
        return new PodLink(
                new AttemptId("job_1", 1),
                new PodOrder(start, List.of(), "64m", 1, 0),
                new PodFiles(Map.of(), folder, 10),
                line -> lines.add(line.text()));
    }

    private static PodEntry step(long step) {
        return new PodEntry.Message(new ChildMessage.Withdrawn(step));
    }

    @Test
    void takesEachEntryOnceAndInOrder() throws Exception {
        PodLink link = link();

        link.receive(new PodBatch(1, 0, List.of(step(1), new PodEntry.Line(false, "a"))));
        link.receive(new PodBatch(1, 0, List.of(step(1), new PodEntry.Line(false, "a"), step(2))));
        PodReceipt afterGap = link.receive(new PodBatch(5, 0, List.of(step(5))));

        assertThat(afterGap.received()).isEqualTo(3);
        assertThat(lines).containsExactly("a");
        assertThat(link.next(AT_ONCE)).contains(new ChildMessage.Withdrawn(1));
        assertThat(link.next(AT_ONCE)).contains(new ChildMessage.Withdrawn(2));
        assertThat(link.next(AT_ONCE)).isEmpty();
    }

    /** Otherwise a worker that is killed would lose what it had received. */
    @Test
    void tellsThePodToKeepWhatIsNotStored() throws Exception {
        PodLink link = link();
        link.receive(new PodBatch(1, 0, List.of(step(1), step(2), step(3))));

        link.next(AT_ONCE);
        link.next(AT_ONCE);
        assertThat(link.receive(new PodBatch(4, 0, List.of())).stored()).isZero();
        link.markStored();

        assertThat(link.receive(new PodBatch(4, 0, List.of())).stored()).isEqualTo(2);
    }

    @Test
    void asksThePodAgainAfterARestartOfTheWorker() throws Exception {
        PodLink restarted = link();

        PodReceipt receipt = restarted.receive(new PodBatch(9, 6, List.of(step(9))));
        assertThat(receipt.received()).isEqualTo(6);
        assertThat(restarted.next(AT_ONCE)).isEmpty();
        restarted.receive(new PodBatch(7, 6, List.of(step(7), step(8), step(9))));

        assertThat(restarted.next(AT_ONCE)).contains(new ChildMessage.Withdrawn(7));
    }

    @Test
    void takesNoMoreMessagesThanFit() throws Exception {
        PodLink link = link();
        List<PodEntry> many =
                IntStream.range(0, 500).mapToObj(PodLinkTests::step).toList();
        for (int batch = 0; batch < 6; batch++) {
            link.receive(new PodBatch(1 + 500L * batch, 0, many));
        }

        assertThat(link.receive(new PodBatch(2_501, 0, many)).received()).isEqualTo(2_000);
        link.next(AT_ONCE);
        assertThat(link.receive(new PodBatch(2_001, 0, many)).received()).isEqualTo(2_001);
    }

    @Test
    void sendsEachOrderOnceAndAllAgainToAPodOfAnEarlierSession() throws Exception {
        PodLink link = link();
        link.send(new SupervisorMessage.Ping());
        PodOrders first = link.orders("", 0, AT_ONCE);
        link.send(new SupervisorMessage.Stop(true));

        assertThat(first.messages()).containsExactly(new SupervisorMessage.Ping());
        assertThat(link.orders(first.session(), first.last(), AT_ONCE).messages())
                .containsExactly(new SupervisorMessage.Stop(true));
        assertThat(link.orders("another", 7, AT_ONCE).messages()).hasSize(2);
        assertThat(link.orders(first.session(), 99, AT_ONCE).messages()).isEmpty();
        link.end();
        assertThat(link.orders(first.session(), 2, Duration.ofMinutes(1)).end()).isTrue();
    }

    @Test
    void limitsTheRateOfRequests() {
        PodLink link = link();

        assertThatThrownBy(() -> IntStream.range(0, 1_000).forEach(_ -> link.requireRate()))
                .isInstanceOf(AttemptProblem.class)
                .extracting("body.status")
                .isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escape", "spec.json", "resume.safetensors", "checkpoint-.safetensors", "tmp/x", ""})
    void refusesNamesThatNoTrainingWrites(String name) {
        assertThatThrownBy(() -> write(name, "abc", Digests.of("abc".getBytes())))
                .isInstanceOf(AttemptProblem.class)
                .extracting("body.status")
                .isEqualTo(422);
    }

    @Test
    void storesAnUploadOnlyIfItIsWhole() throws Exception {
        write("weights.safetensors", "abc", Digests.of("abc".getBytes()));
        assertThatThrownBy(() -> write("heads.safetensors", "abd", Digests.of("abc".getBytes())))
                .hasMessageContaining("SHA-256");
        assertThatThrownBy(() -> write("config.json", "longer than ten", Digests.of("longer than ten".getBytes())))
                .hasMessageContaining("larger than 10 bytes");

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("weights.safetensors"));
        }
    }

    @Test
    void keepsFewCheckpointsAtATime() throws Exception {
        for (int step = 1; step <= 4; step++) {
            write("checkpoint-%d.safetensors".formatted(step), "abc", Digests.of("abc".getBytes()));
        }
        write("checkpoint-4.safetensors", "abc", Digests.of("abc".getBytes()));

        assertThatThrownBy(() -> write("checkpoint-5.safetensors", "abc", Digests.of("abc".getBytes())))
                .extracting("body.status")
                .isEqualTo(429);
    }

    private void write(String name, String bytes, String sha256) throws IOException {
        new PodFiles(Map.of(), folder, 10).write(name, sha256, new ByteArrayInputStream(bytes.getBytes()));
    }
}
