package dev.isograd.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.checkpoints.CheckpointReader.Restored;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IsogradTest
class CheckpointsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private SavedCheckpoints saved;

    @Autowired
    private CheckpointReader reader;

    @TempDir
    private Path scratch;

    private final List<String> log = new ArrayList<>();
    private ClaimedTraining job;

    @BeforeEach
    void claimJob() {
        jobs.submit();
        job = jobs.claimJob();
    }

    @Test
    void restoresTheNewest() throws IOException {
        saved.store(job, 10);
        String newest = saved.store(job, 20);

        Restored restored = restore().orElseThrow();

        assertThat(restored.id()).isEqualTo(newest);
        assertThat(restored.step()).isEqualTo(20);
        assertThat(restored.trainSeconds()).isEqualTo(40);
        assertThat(restored.stepSeconds()).isEqualTo(20);
        assertThat(restored.fork()).isFalse();
        assertThat(Files.readAllBytes(restored.file())).isEqualTo(SavedCheckpoints.bytes(20));
        assertThat(log).isEmpty();
    }

    @Test
    void prefersALaterAttemptThatIsLessAdvanced() throws IOException {
        saved.store(job, 30);
        jobs.release(job.attempt());
        job = jobs.claimJob();
        saved.store(job, 20);

        assertThat(restore().orElseThrow().step()).isEqualTo(20);
    }

    @Test
    void describesTheBytesInTheManifest() throws IOException {
        String id = saved.store(job, 10);

        JsonNode manifest = new JsonMapper().readTree(Files.readAllBytes(saved.manifestFile(id)));

        assertThat(manifest.at("/schema").asString()).isEqualTo("isograd-checkpoint/1");
        assertThat(manifest.at("/job").asString()).isEqualTo(job.attempt().job());
        assertThat(manifest.at("/step").asLong()).isEqualTo(10);
        assertThat(manifest.at("/spec/rule/type").asString()).isEqualTo("sgr");
        assertThat(manifest.at("/versions/device").asString()).isEqualTo("cpu");
        assertThat(manifest.at("/files/0/bytes").asLong()).isEqualTo(SavedCheckpoints.BYTES);
        assertThat(saved.stateFile(id).toString())
                .endsWith(manifest.at("/files/0/sha256").asString());
    }

    /** The kinds of corruption of stored files. */
    enum Corruption {
        EMPTY,
        HALF,
        ONE_BYTE_SHORT,
        ONE_BYTE_LONG,
        FIRST_BYTE,
        MIDDLE_BIT,
        LAST_BYTE,
        ALL_ZEROS,
        ANOTHER_STATE,
        MISSING,
        MANIFEST_BIT,
        MANIFEST_EMPTY,
        MANIFEST_MISSING
    }

    @ParameterizedTest
    @EnumSource
    void fallsBackFromACorruptCheckpoint(Corruption corruption) throws IOException {
        String intact = saved.store(job, 10);
        String corrupt = saved.store(job, 20);
        corrupt(corruption, corrupt);

        Restored restored = restore().orElseThrow();

        assertThat(restored.id()).isEqualTo(intact);
        assertThat(Files.readAllBytes(restored.file())).isEqualTo(SavedCheckpoints.bytes(10));
        assertThat(saved.state(corrupt)).isEqualTo("CORRUPT");
        assertThat(saved.state(intact)).isEqualTo("COMMITTED");
        assertThat(log).singleElement().asString().contains(corrupt, "is corrupt");
        assertThat(events()).contains(log.getFirst());
    }

    private void corrupt(Corruption corruption, String id) throws IOException {
        Path state = saved.stateFile(id);
        Path manifest = saved.manifestFile(id);
        byte[] bytes = Files.readAllBytes(state);
        switch (corruption) {
            case EMPTY -> Files.write(state, new byte[0]);
            case HALF -> Files.write(state, Arrays.copyOf(bytes, bytes.length / 2));
            case ONE_BYTE_SHORT -> Files.write(state, Arrays.copyOf(bytes, bytes.length - 1));
            case ONE_BYTE_LONG -> Files.write(state, Arrays.copyOf(bytes, bytes.length + 1));
            case FIRST_BYTE -> Files.write(state, flipped(bytes, 0, 255));
            case MIDDLE_BIT -> Files.write(state, flipped(bytes, bytes.length / 2, 1));
            case LAST_BYTE -> Files.write(state, flipped(bytes, bytes.length - 1, 255));
            case ALL_ZEROS -> Files.write(state, new byte[bytes.length]);
            case ANOTHER_STATE -> Files.write(state, SavedCheckpoints.bytes(10));
            case MISSING -> Files.delete(state);
            case MANIFEST_BIT -> Files.write(manifest, flipped(Files.readAllBytes(manifest), 5, 1));
            case MANIFEST_EMPTY -> Files.write(manifest, new byte[0]);
            case MANIFEST_MISSING -> Files.delete(manifest);
        }
    }

    private static byte[] flipped(byte[] bytes, int at, int bits) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) bits;
        return flipped;
    }

    @Test
    void startsOverWhereEveryCheckpointIsCorrupt() throws IOException {
        corrupt(Corruption.HALF, saved.store(job, 10));
        corrupt(Corruption.MISSING, saved.store(job, 20));
        jobs.release(job.attempt());
        job = jobs.claimJob();

        assertThat(restore()).isEmpty();

        assertThat(log).hasSize(3).last().asString().contains("starts from the beginning");
        assertThat(events()).containsAll(log);
    }

    @Test
    void logsNothingWhereAJobBegins() throws IOException {
        assertThat(restore()).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void neverMistakesAnOutageForCorruption() throws IOException {
        String id = saved.store(job, 10);
        Path state = saved.stateFile(id);
        Files.delete(state);
        // Reading a directory fails like reading from a failing disk.
        Files.createDirectory(state);

        assertThatThrownBy(this::restore).isInstanceOf(CheckpointUnavailable.class);

        assertThat(saved.state(id)).isEqualTo("COMMITTED");
        assertThat(log).isEmpty();
        Files.delete(state);
    }

    @Test
    void stopsCopyingWhenCancelled() {
        saved.store(job, 10);

        assertThatThrownBy(() -> reader.restore(job, scratch.resolve("resume"), log::add, () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void neverLetsASupersededAttemptMarkACheckpointAsCorrupt() {
        String id = saved.store(job, 10);
        ClaimedTraining old = job;
        jobs.release(old.attempt());
        job = jobs.claimJob();

        assertThatThrownBy(() -> reader.markCorrupt(old.attempt(), id, "late", log::add))
                .isInstanceOf(AttemptSuperseded.class);
        assertThat(saved.state(id)).isEqualTo("COMMITTED");
    }

    @Test
    void rejectsALateCommitOfASupersededAttempt() {
        ClaimedTraining old = job;
        jobs.release(old.attempt());
        job = jobs.claimJob();

        assertThatThrownBy(() -> saved.store(old, 10)).isInstanceOf(AttemptSuperseded.class);
        jobs.succeed(job.attempt());
        assertThatThrownBy(() -> saved.store(job, 10)).isInstanceOf(AttemptSuperseded.class);

        Api.Answer list = api.get("/jobs/" + job.attempt().job() + "/checkpoints");
        assertThat(list.body().at("/data").size()).isZero();
    }

    @Test
    void storesTheSameStateOnce() {
        String first = saved.store(job, 10);

        assertThat(saved.store(job, 10)).isEqualTo(first);
    }

    @Test
    void storesNoStateThatWasCorruptedOnDisk() throws IOException {
        SavedState state = SavedCheckpoints.state(10, null);
        byte[] bytes = Files.readAllBytes(state.file());
        Files.write(state.file(), flipped(bytes, 77, 4));

        assertThatThrownBy(() -> saved.writer().store(job, state))
                .isInstanceOf(StateChecksumMismatch.class)
                .hasMessageContaining("step 10");

        assertThat(restore()).isEmpty();
    }

    @Test
    void retriesFromTheNewestIntactCheckpointOfTheOrigin() throws IOException {
        saved.store(job, 10);
        corrupt(Corruption.LAST_BYTE, saved.store(job, 20));
        String other = job.attempt().job();
        api.post("/jobs/" + other + "/kill", "");
        jobs.cancelled(job.attempt());
        assertThat(api.post("/jobs/" + other + "/retry", "{}").status()).isEqualTo(201);
        job = jobs.claimJob();

        Restored restored = restore().orElseThrow();

        assertThat(restored.step()).isEqualTo(10);
        assertThat(restored.fork()).isFalse();
        assertThat(log).hasSize(1);
    }

    @Test
    void forksFromTheNamedCheckpointOnly() throws IOException {
        String chosen = saved.store(job, 10);
        saved.store(job, 20);
        String other = job.attempt().job();
        api.post("/jobs/" + other + "/cancel", "");
        jobs.cancelled(job.attempt());
        String body = "{\"checkpoint\":\"%s\",\"spec\":{\"epochs\":9}}".formatted(chosen);
        assertThat(api.post("/jobs/" + other + "/fork", body).status()).isEqualTo(201);
        job = jobs.claimJob();

        Restored restored = restore().orElseThrow();

        assertThat(restored.id()).isEqualTo(chosen);
        assertThat(restored.fork()).isTrue();
        corrupt(Corruption.MIDDLE_BIT, chosen);
        assertThatThrownBy(this::restore)
                .isInstanceOf(SourceCheckpointUnusable.class)
                .hasMessageContaining(chosen);
    }

    private Optional<Restored> restore() throws IOException {
        log.clear();
        return reader.restore(job, scratch.resolve("resume"), log::add, () -> false);
    }

    private List<String> events() {
        return api.get("/jobs/" + job.attempt().job() + "/events?limit=200")
                .body()
                .at("/data")
                .valueStream()
                .filter(event -> event.at("/type").asString().equals("checkpoint"))
                .map(event -> event.at("/message").asString())
                .toList();
    }
}
