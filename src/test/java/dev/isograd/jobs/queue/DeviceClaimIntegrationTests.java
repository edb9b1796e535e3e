package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.IsogradTest;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which jobs the slots of a kind of device take. */
@IsogradTest
class DeviceClaimIntegrationTests {

    private static final long GIB = 1L << 30;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JobQueue queue;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    @AfterEach
    void removeWorkers() {
        jdbc.sql("delete from worker").update();
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, cpu, true",
        "cpu, gpu, false",
        "gpu, cpu, false",
        "gpu, gpu, true",
        "auto, gpu, true",
        "auto, cpu, true"
    })
    void takeJobsForTheirKindOfDevice(String wanted, String kind, boolean taken) {
        submit(wanted, 1, GIB);

        assertThat(claim(kind, 8 * GIB).isPresent()).isEqualTo(taken);
    }

    @Test
    void takeWhatFitsTheirMemory() {
        submit("gpu", 1, 3 * GIB + 1);
        String small = submit("gpu", 1, 3 * GIB);

        assertThat(claim("gpu", 3 * GIB)).contains(small);
        assertThat(claim("gpu", 3 * GIB)).isEmpty();
    }

    @Test
    void takeAJobForSeveralGpusIfEachIsLargeEnough() {
        String job = submit("gpu", 2, 3 * GIB);

        assertThat(claim("gpu", 8 * GIB)).isEmpty();
        assertThat(claim("gpu", 8 * GIB, 2 * GIB)).isEmpty();
        assertThat(claim("gpu", 2 * GIB, 3 * GIB, 3 * GIB)).contains(job);
    }

    /** A newer version may submit them during a rollout. */
    @Test
    void leaveJobsOfUnknownKindToNewerWorkers() {
        String known = submit("cpu", 1, GIB);
        String newer = submit("cpu", 1, GIB);
        jdbc.sql("alter table job drop constraint job_kind_check").update();
        try {
            jdbc.sql("update job set kind = 'distillation', priority = 2 where id = ?")
                    .param(newer)
                    .update();

            assertThat(claim("cpu", GIB)).contains(known);
            assertThat(claim("cpu", GIB)).isEmpty();
        } finally {
            jdbc.sql("update job set kind = 'training'").update();
            jdbc.sql("alter table job add check (kind in ('training', 'import'))")
                    .update();
        }
    }

    @Test
    void takeJobsOfUnknownSize() {
        String job = submit("gpu", 1, GIB);
        jdbc.sql("update job set estimated_bytes = null").update();

        assertThat(claim("gpu", 0L)).contains(job);
    }

    @Test
    void leaveAutoJobsToTheGpuOfARunningWorker() {
        submit("auto", 1, 3 * GIB);
        gpuWorker("now()", "busy", 3 * GIB);

        assertThat(claim("cpu", Long.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "now(), quarantined, 3221225472, 1",
        "now(), unusable, 3221225472, 1",
        "now(), free, 3221225471, 1",
        "now(), free, 3221225472, 2",
        "now() - interval '61 s', free, 3221225472, 1"
    })
    void takeAutoJobsOnTheCpuIfNoGpuWill(String seen, String state, long fitting, int slots) {
        String job = submit("auto", slots, 3 * GIB);
        gpuWorker(seen, state, fitting);

        assertThat(claim("cpu", Long.MAX_VALUE, Long.MAX_VALUE)).contains(job);
    }

    /** GPUs out of service keep nobody from the others. */
    @Test
    void areReservedForALargeJobOnlyIfTheyFitIt() {
        String large = submit("gpu", 2, 3 * GIB);
        jdbc.sql("update job set queued_at = clock_timestamp() - interval '11 minutes'")
                .update();
        String small = submit("gpu", 1, GIB);
        gpuWorker("now()", "free", 4 * GIB);

        FreeSlots tooSmall = new FreeSlots("g", "gpu", List.of(4 * GIB, 2 * GIB), List.of(4 * GIB));
        assertThat(queue.claim(tooSmall).map(job -> job.attempt().job())).contains(small);
        submit("gpu", 1, GIB);
        FreeSlots enough = new FreeSlots("g", "gpu", List.of(4 * GIB, 3 * GIB), List.of(4 * GIB));
        assertThat(queue.claim(enough)).as("reserved").isEmpty();
        assertThat(claim("gpu", 4 * GIB, 3 * GIB)).contains(large);
    }

    @Test
    void areTakenByJobsWithAnEstimate() {
        jobs.submit(jobs.caller(), SampleJobs.submission());

        assertThat(jdbc.sql("select estimated_bytes from job").query(Long.class).single())
                .as("a ResNet-20 with a batch of 128")
                .isBetween(100L << 20, 1L << 30);
    }

    private String submit(String device, int slots, long estimatedBytes) {
        String job = jobs.submit(jobs.caller(), SampleJobs.submission());
        jdbc.sql("""
                        update job set slots = ?, estimated_bytes = ?,
                            spec = jsonb_set(spec, '{device}', to_jsonb(cast(? as text))) where id = ?""").params(slots, estimatedBytes, device, job).update();
        return job;
    }

    private void gpuWorker(String seen, String state, long fitting) {
        jdbc.sql(
                        "insert into worker (id, name, device, slots, started_at, last_seen_at) values ('g', 'g', 'gpu', 1, now(), "
                                + seen + ")")
                .update();
        jdbc.sql("""
                        insert into worker_device (worker_id, id, position, kind, name, slots, total_bytes, used_bytes, fitting_bytes, state)
                        values ('g', 'GPU-a', 1, 'gpu', 'Fake H100', 1, 1, 1, ?, ?)""").params(fitting, state).update();
    }

    /** The job that a worker claims whose slots are free and take jobs up to these sizes. */
    private Optional<String> claim(String kind, Long... fitting) {
        return queue.claim(new FreeSlots("g", kind, List.of(fitting), List.of(fitting)))
                .map(job -> job.attempt().job());
    }
}
