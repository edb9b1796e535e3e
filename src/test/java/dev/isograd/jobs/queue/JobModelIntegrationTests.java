package dev.isograd.jobs.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.IsogradTest;
import dev.isograd.http.RequestProblem;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.IllegalTransition;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.queue.JobModel.Answer;
import dev.isograd.jobs.queue.JobModel.Move;
import dev.isograd.jobs.web.TestJobs;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares random sequences of all moves of a job, on a real database, with a plain model. */
@IsogradTest
class JobModelIntegrationTests {

    private static final long SEED = 20_241;
    private static final int SEQUENCES = Integer.getInteger("isograd.test.sequences", 60);
    private static final int STEPS = 40;
    private static final int RACES = Math.min(5 * SEQUENCES, 1_000);
    private static final String WORKER = "w";

    private static final String STATE = """
            select state || ' attempt ' || attempt || ', ' ||
                (select count(*) from job_lease) || ' leased, ' ||
                (select running_slots from project_slots where project_id = job.project_id) || ' slots'
            from job where id = :id""";

    @Autowired
    private JobQueue queue;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    private String job = "";

    @Test
    void agreesWithTheModel() {
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            Random random = new Random(SEED + sequence);
            JobModel model = submit();
            StringBuilder story = new StringBuilder("seed " + (SEED + sequence));
            for (int step = 0; step < STEPS; step++) {
                Move move = Move.values()[random.nextInt(Move.values().length)];
                int by = random.nextInt(4) > 0 ? model.attempt : random.nextInt(model.attempt + 2);
                story.append(", ").append(move).append(move.ofAttempt ? "(" + by + ")" : "");

                Answer expected = model.make(move, by);

                assertThat(make(move, by)).as(story.toString()).isEqualTo(expected);
                assertThat(state()).as(story.toString()).isEqualTo(model.expected());
            }
        }
    }

    @Test
    void agreesWithOneOrderOfTwoMovesAtOnce() throws Exception {
        Random random = new Random(SEED);
        List<Move> moves = Arrays.stream(Move.values())
                // Their answers depend on the moment, so none is expected.
                .filter(move -> move != Move.EXPIRE && move != Move.RESTART && move != Move.CLAIM)
                .toList();
        for (int race = 0; race < RACES; race++) {
            JobModel model = submit();
            if (random.nextInt(4) > 0) {
                play(model, Move.CLAIM);
            }
            if (random.nextBoolean()) {
                play(model, random.nextBoolean() ? Move.PAUSE : Move.CANCEL);
            }
            Move first = moves.get(random.nextInt(moves.size()));
            Move second = moves.get(random.nextInt(moves.size()));
            CyclicBarrier together = new CyclicBarrier(2);
            CompletableFuture<Answer> other = CompletableFuture.supplyAsync(() -> {
                await(together);
                return make(second, model.attempt);
            });
            await(together);
            Answer answer = make(first, model.attempt);

            assertThat("%s %s %s".formatted(answer, other.get(), state()))
                    .as("%s and %s from %s", first, second, model.expected())
                    .isIn(JobModel.eitherOrder(model, first, second));
        }
    }

    private void play(JobModel model, Move move) {
        assertThat(make(move, model.attempt)).isEqualTo(model.make(move, model.attempt));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private JobModel submit() {
        jobs.clear();
        job = jobs.submit();
        return new JobModel();
    }

    private Answer make(Move move, int by) {
        try {
            return tryTo(move, new AttemptId(job, by));
        } catch (AttemptSuperseded superseded) {
            return Answer.SUPERSEDED;
        } catch (RequestProblem conflict) {
            return Answer.CONFLICT;
        } catch (IllegalTransition illegal) {
            return Answer.ILLEGAL;
        }
    }

    private Answer tryTo(Move move, AttemptId attempt) {
        switch (move) {
            case CANCEL -> jobs.cancel(job);
            case KILL -> jobs.kill(job);
            case PAUSE -> jobs.pause(job);
            case RESUME -> jobs.resume(job);
            case CLAIM -> {
                jobs.endWaits();
                return doneIf(jobs.tryClaim(WORKER, "cpu").isPresent());
            }
            case EXPIRE -> {
                int expired = jobs.expireLeases();
                jobs.reap();
                return doneIf(expired > 0);
            }
            case RESTART -> {
                List<AttemptId> left = queue.heldBy(WORKER);
                left.forEach(each -> queue.lost(each, "Restarted."));
                return doneIf(!left.isEmpty());
            }
            case TRAINING -> queue.training(attempt);
            case PROGRESS -> queue.progress(attempt, new JobProgress(1, 2, 3, 4, 5L));
            case CHECKPOINTED -> queue.checkpointed(attempt);
            case SUCCEED -> jobs.succeed(attempt);
            case FAIL -> queue.fail(attempt, new JobReason(ReasonCode.DIVERGED, "It diverged."));
            case CRASHED -> queue.crashed(attempt, new JobReason(ReasonCode.NATIVE_CRASH, "It crashed."));
            case LOST -> queue.lost(attempt, "Killed by somebody.");
            case POSTPONED -> queue.postponed(attempt, new JobReason(ReasonCode.STORAGE_ERROR, "No store."));
            case PAUSED -> queue.paused(attempt);
            case CANCELLED -> queue.cancelled(attempt);
            case RELEASE -> jobs.release(attempt);
        }
        return Answer.DONE;
    }

    private static Answer doneIf(boolean done) {
        return done ? Answer.DONE : Answer.NOTHING_TO_DO;
    }

    private String state() {
        return jdbc.sql(STATE).param("id", job).query(String.class).single();
    }
}
