package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.IsogradTest;
import dev.isograd.accounts.Caller;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.Submission;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.learning.spec.SpecReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class QueuePlacesIntegrationTests {

    @Autowired
    private TestJobs jobs;

    @Autowired
    private QueueTimeouts timeouts;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void registerAWorkerWithTwoSlots() {
        removeWorkers();
        worker("w", "cpu", 2, "now()");
    }

    @AfterEach
    void removeWorkers() {
        jdbc.sql("delete from worker").update();
    }

    @Test
    void saysWhatAJobNeedsThatNoWorkerHas() {
        String large = submit(4, 2);

        assertThat(jobs.blockedBy(large))
                .isEqualTo("needs 4 slots on one worker, but the largest has 2; "
                        + "start a larger worker, or submit it with fewer slots");
    }

    @Test
    void doesNotCountJobsThatCannotRun() {
        for (int i = 0; i < 105; i++) {
            submit(3, 2);
        }
        String first = submit(2, 0);
        String second = submit(1, 0);

        assertThat(jobs.blockedBy(first)).isEqualTo("waiting for 2 free slots on one worker; next in line");
        assertThat(jobs.blockedBy(second)).isEqualTo("waiting for a free slot; 1 job ahead");
    }

    @Test
    void saysThatNoWorkerHasAGpu() {
        String gpu = submit(1, 2);
        jdbc.sql("update job set spec = jsonb_set(spec, '{device}', '\"gpu\"')").update();
        String other = submit(1, 0);

        assertThat(jobs.blockedBy(gpu)).startsWith("waiting for a free GPU slot, but no running worker has a GPU");
        assertThat(jobs.blockedBy(other)).isEqualTo("waiting for a free slot; next in line");

        worker("g", "gpu:0", 1, "now()");

        assertThat(jobs.blockedBy(gpu)).isEqualTo("waiting for a free GPU slot; next in line");
        assertThat(jobs.blockedBy(other)).isEqualTo("waiting for a free slot; 1 job ahead");
    }

    @Test
    void ignoresWorkersThatAreGone() {
        worker("gone", "cpu", 8, "now() - interval '2 minutes'");
        String large = submit(4, 0);
        assertThat(jobs.blockedBy(large)).startsWith("needs 4 slots on one worker, but the largest has 2");

        removeWorkers();

        assertThat(jobs.blockedBy(large))
                .as("nothing is known without a worker")
                .isEqualTo("waiting for 4 free slots on one worker; next in line");
    }

    @Test
    void saysThatTheQuotaIsTooSmall() {
        Caller small = jobs.project("small-quota", 1);
        String large = jobs.submit(small, submission(2, 2));
        String next = jobs.submit(small, submission(1, 0));

        assertThat(jobs.blockedBy(small, large))
                .isEqualTo("needs 2 slots, but the quota of the project is 1; "
                        + "cancel it and submit it with fewer slots");
        assertThat(jobs.blockedBy(small, next)).isEqualTo("waiting for a free slot; next in line");
    }

    @Test
    void saysThatNoWorkerTrainsOnTheCpu() {
        removeWorkers();
        worker("g", "gpu", 1, "now()");
        gpu("g", "GPU-a", 1_000_000, "free", "");
        String cpu = submit(1, 0);
        onDevice(cpu, "cpu", 0);

        assertThat(jobs.blockedBy(cpu))
                .isEqualTo("waiting for a free slot, but no running worker trains on the CPU; "
                        + "start such a worker, or submit the job for another device");
    }

    @Test
    void saysThatEveryGpuIsOutOfService() {
        worker("g", "gpu", 2, "now()");
        gpu("g", "GPU-a", 1_000_000, "quarantined", "The GPU is lost.");
        gpu("g", "GPU-b", 1_000_000, "unusable", "This libtorch is for the CPU.");
        String gpu = submit(1, 0);
        onDevice(gpu, "gpu", 0);

        assertThat(jobs.blockedBy(gpu))
                .isEqualTo("waiting for a free GPU slot, but every one is out of service; "
                        + "one is quarantined: The GPU is lost.");

        jdbc.sql("update worker_device set state = 'busy' where id = 'GPU-b'").update();
        assertThat(jobs.blockedBy(gpu)).isEqualTo("waiting for a free GPU slot; next in line");
    }

    /** CUDA shows a process one instance at most. */
    @Test
    void countsNoInstancesOfGpusForAJobWithSeveralSlots() {
        worker("g", "gpu", 2, "now()");
        gpu("g", "MIG-1", 3_000L << 20, "free", "");
        gpu("g", "MIG-2", 3_000L << 20, "free", "");
        String both = submit(2, 0);
        onDevice(both, "gpu", 0);

        assertThat(jobs.blockedBy(both)).startsWith("needs 2 GPU slots on one worker, but the largest has 1");
    }

    @Test
    void saysThatNoGpuIsLargeEnough() {
        worker("g", "gpu", 2, "now()");
        gpu("g", "GPU-a", 3_000L << 20, "free", "");
        gpu("g", "GPU-b", 1_000L << 20, "free", "");
        String fits = submit(1, 2);
        onDevice(fits, "gpu", 3_000L << 20);
        String large = submit(1, 2);
        onDevice(large, "gpu", (3_000L << 20) + 1);
        String both = submit(2, 2);
        onDevice(both, "gpu", 2_000L << 20);
        String auto = submit(1, 0);
        onDevice(auto, "auto", 5_000L << 20);

        assertThat(jobs.blockedBy(fits)).isEqualTo("waiting for a free GPU slot; next in line");
        assertThat(jobs.blockedBy(large))
                .startsWith(
                        "needs an estimated 3,001 MiB of GPU memory, but the running workers take at most 3,000 MiB; "
                                + "start a worker with a larger GPU");
        assertThat(jobs.blockedBy(both))
                .as("each GPU must be large enough")
                .contains("2,000 MiB of GPU memory, but the running workers take at most 1,000 MiB");
        assertThat(jobs.blockedBy(auto)).as("the CPU takes it").isEqualTo("waiting for a free slot; 1 job ahead");
    }

    @Test
    void endsJobsThatNoWorkerCanRunAfterADay() {
        String gpu = waitingForHours(25, "gpu", 0);
        String fresh = waitingForHours(23, "gpu", 0);
        String inTurn = waitingForHours(25, "cpu", 0);

        timeouts.check();

        assertThat(jobs.find(gpu).state()).isEqualTo(JobState.FAILED);
        assertThat(jobs.find(gpu).reason())
                .isEqualTo(new JobReason(
                        ReasonCode.TIMEOUT_QUEUE,
                        "No running worker could take the job within 24 h: waiting for a free GPU slot, but no running worker "
                                + "has a GPU; start such a worker, or submit the job for another device."));
        assertThat(jobs.find(fresh).state()).isEqualTo(JobState.QUEUED);
        assertThat(jobs.find(inTurn).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void endsJobsThatNeedTooMuchMemory() {
        worker("g", "gpu", 1, "now()");
        gpu("g", "GPU-a", 3_000L << 20, "free", "");
        String large = waitingForHours(25, "gpu", 4_000L << 20);
        String fits = waitingForHours(25, "gpu", 3_000L << 20);

        timeouts.check();

        assertThat(jobs.find(large).state()).isEqualTo(JobState.FAILED);
        assertThat(Objects.requireNonNull(jobs.find(large).reason()).message())
                .contains("needs an estimated 4,000 MiB of GPU memory");
        assertThat(jobs.find(fits).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void leavesJobsAloneWhileNoWorkerIsRunning() {
        removeWorkers();
        String gpu = waitingForHours(25, "gpu", 0);

        timeouts.check();

        assertThat(jobs.find(gpu).state()).isEqualTo(JobState.QUEUED);
    }

    private String waitingForHours(int hours, String device, long estimatedBytes) {
        String job = submit(1, 0);
        onDevice(job, device, estimatedBytes);
        jdbc.sql("update job set queued_at = now() - ? * interval '1 hour' where id = ?")
                .params(hours, job)
                .update();
        return job;
    }

    /** Each GPU has the lanes that are dealt to it. */
    @Test
    void countsForEachGpuWhatItsLanesNeed() {
        long together = estimatedInLanes(1);
        long largest = estimatedInLanes(2);

        assertThat(largest).isLessThan(together).isGreaterThan(together / 2);
    }

    private long estimatedInLanes(int slots) {
        Map<String, Object> spec = new HashMap<>(SampleJobs.submission().work().tree());
        spec.put("device", "gpu");
        spec.put("parallel", Map.of("lanes", 2));
        String job = jobs.submit(jobs.caller(), new Submission("job", Map.of(), 0, slots, SpecReader.read(spec)));
        return jdbc.sql("select estimated_bytes from job where id = ?")
                .param(job)
                .query(Long.class)
                .single();
    }

    private String submit(int slots, int priority) {
        return jobs.submit(jobs.caller(), submission(slots, priority));
    }

    private static Submission submission(int slots, int priority) {
        return new Submission(
                "job", Map.of(), priority, slots, SampleJobs.submission().work());
    }

    private void onDevice(String job, String device, long estimatedBytes) {
        jdbc.sql(
                        "update job set spec = jsonb_set(spec, '{device}', to_jsonb(cast(? as text))), estimated_bytes = ? where id = ?")
                .params(device, estimatedBytes, job)
                .update();
    }

    private void gpu(String worker, String uuid, long fitting, String state, String reason) {
        jdbc.sql("""
                        insert into worker_device (worker_id, id, position, kind, name, slots, total_bytes, used_bytes, fitting_bytes, state, reason)
                        values (?, ?, 1, 'gpu', 'Fake H100', 1, 1, 1, ?, ?, ?)""").params(worker, uuid, fitting, state, reason).update();
    }

    private void worker(String id, String device, int slots, String seen) {
        jdbc.sql("""
                        insert into worker (id, name, device, slots, started_at, last_seen_at)
                        values (?, ?, ?, ?, now(), %s)""".formatted(seen)).params(id, id, device, slots).update();
    }
}
