package dev.isograd.jobs.retention;

import dev.isograd.IsogradProperties;
import dev.isograd.checkpoints.SavedCheckpoints;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.queue.ClaimedTraining;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Trainings with all kinds of data, which ended some days ago. */
record OldJobs(
        TestJobs jobs,
        SavedCheckpoints saved,
        JdbcClient jdbc,
        PlatformTransactionManager transactions,
        IsogradProperties properties) {

    /** Returns the id of a training that has succeeded. */
    String ended(int daysAgo) {
        ClaimedTraining job = running();
        AttemptId attempt = job.attempt();
        jobs.succeed(
                attempt,
                Map.of(
                        "files",
                        List.of(
                                Map.of(
                                        "name",
                                        "weights.safetensors",
                                        "key",
                                        file(job, "attempts/1/weights.safetensors")),
                                Map.of("name", "evaluation.json", "key", file(job, "attempts/1/evaluation.json")))));
        age(attempt.job(), daysAgo);
        return attempt.job();
    }

    /** A training with data, which is not over. */
    ClaimedTraining running() {
        jobs.submit();
        ClaimedTraining job = jobs.claimJob();
        String id = job.attempt().job();
        saved.store(job, 10);
        jdbc.sql("insert into job_log values (?, 1)").param(id).update();
        jdbc.sql("insert into log_line values (?, 1, 1, 'STDOUT', now(), 'hello')")
                .param(id)
                .update();
        jdbc.sql("insert into metric (job_id, attempt, name, module, step, value) values (?, 1, 'train.loss', 0, 1, 1)")
                .param(id)
                .update();
        jdbc.sql("insert into metric_count values (?, 1, 1, 1)").param(id).update();
        jdbc.sql("""
                        insert into exported_file (job_id, name, bytes, sha256, key, max_difference)
                        values (?, 'network.onnx', 1, '', ?, 0)""").params(id, file(job, "attempts/1/exports/x/network.onnx")).update();
        return job;
    }

    private String file(ClaimedTraining job, String name) {
        String key =
                "projects/%s/jobs/%s/%s".formatted(job.project(), job.attempt().job(), name);
        Path file = artifacts().resolve(key);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
            return key;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path artifacts() {
        return properties.dataDir().resolve("artifacts");
    }

    /** Returns the names of the files that the store has of a job. */
    List<String> files(String job) {
        Path folder = artifacts()
                .resolve("projects/%s/jobs/%s".formatted(jobs.caller().project(), job));
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Moves all times of a job into the past, which its trigger otherwise forbids. */
    void age(String job, int days) {
        change("""
                        update job set created_at = created_at - :days * interval '1 day',
                            finished_at = finished_at - :days * interval '1 day' where id = :job""", job, days);
        change(
                "update exported_file set created_at = created_at - :days * interval '1 day' where job_id = :job",
                job,
                days);
    }

    private void change(String sql, String job, int days) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            jdbc.sql("set local session_replication_role = replica").update();
            jdbc.sql(sql).param("days", days).param("job", job).update();
        });
    }
}
