package dev.isograd.stream;

import static dev.isograd.stream.StreamedEntries.count;
import static dev.isograd.stream.StreamedEntries.lines;
import static dev.isograd.stream.StreamedEntries.states;
import static dev.isograd.stream.StreamedEntries.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.EventStream;
import dev.isograd.EventStream.Message;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.logs.LogLine;
import dev.isograd.logs.LogStream;
import dev.isograd.logs.LogWriter;
import dev.isograd.metrics.MetricPoint;
import dev.isograd.metrics.MetricWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@IsogradTest
class StreamIntegrationTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private MetricWriter metrics;

    @Autowired
    private LogWriter logs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StreamQuota quota;

    @Autowired
    private PlatformTransactionManager transactions;

    private AttemptId attempt;

    @BeforeEach
    void claimOne() {
        attempt = jobs.claimNew();
    }

    @AfterEach
    void awaitNoOpenStreams() {
        Waiting.until(() -> quota.openStreams() == 0);
    }

    @Test
    void sendsTheCurrentStateAndThenNewEntries() {
        log("before");
        point(1);
        jobs.training(attempt, new JobProgress(0, 3, 10, 40, 7L));

        try (EventStream stream = open("")) {
            Message state = stream.next();
            assertThat(state.event()).isEqualTo("state");
            assertThat(state.json().at("/to").asString()).isEqualTo("RUNNING");
            Message progress = stream.next();
            assertThat(progress.event()).isEqualTo("progress");
            assertThat(progress.data())
                    .isEqualTo(
                            "{\"phase\":\"TRAINING\",\"epoch\":0,\"epochs\":3,\"step\":10,\"steps\":40,\"fraction\":0.25,\"etaSeconds\":7}");

            point(2);
            assertThat(stream.next("metric").data())
                    .isEqualTo("{\"points\":[{\"name\":\"train.loss\",\"module\":null,\"step\":2,\"value\":0.5}]}");
            log("now");
            Message line = stream.next("log");
            assertThat(line.json().at("/lines/0/text").asString()).isEqualTo("now");
            assertThat(line.json().at("/lines/0/line").asLong()).isEqualTo(2);
            jobs.succeed(attempt);
            List<Message> rest = stream.rest();
            assertThat(rest).extracting(Message::event).containsExactly("state", "progress", "end");
            assertThat(states(rest)).containsExactly("SUCCEEDED");
        }
    }

    @Test
    void sendsAllEntriesFromTheBeginning() {
        logs.append(
                attempt,
                IntStream.rangeClosed(1, 650).mapToObj(i -> line("x".repeat(i))).toList());
        metrics.write(attempt, points(1, 1700));
        jobs.succeed(attempt);

        try (EventStream stream = open("?after=0")) {
            List<Message> all = stream.rest();

            assertThat(lines(all))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 650).boxed().toList());
            assertThat(steps(all))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 1700).boxed().toList());
            assertThat(states(all)).containsExactly("QUEUED", "RUNNING", "SUCCEEDED");
            assertThat(all).extracting(Message::id).doesNotHaveDuplicates();
            assertThat(all.getLast().event()).isEqualTo("end");
        }
    }

    @Test
    void continuesAfterAnyMessageWithoutLossOrRepetition() {
        logs.append(
                attempt,
                IntStream.rangeClosed(1, 450).mapToObj(i -> line("l" + i)).toList());
        metrics.write(attempt, points(1, 600));
        jobs.training(attempt, new JobProgress(0, 3, 10, 40, null));
        jobs.succeed(attempt);
        List<Message> all;
        try (EventStream stream = open("?after=0")) {
            all = stream.rest();
        }

        for (int i = 0; i < all.size() - 1; i++) {
            try (EventStream stream = open("?after=" + all.get(i).id())) {
                List<Message> rest = stream.rest();
                List<Message> missed = all.subList(i + 1, all.size());
                assertThat(lines(rest)).isEqualTo(lines(missed));
                assertThat(steps(rest)).isEqualTo(steps(missed));
                assertThat(states(rest)).isEqualTo(states(missed));
                assertThat(count(rest, "progress")).isEqualTo(count(missed, "progress"));
                assertThat(rest.getLast()).isEqualTo(all.getLast());
            }
        }
        assertThat(open("?after=" + all.getLast().id()).status()).isEqualTo(204);
    }

    @Test
    void prefersTheHeaderOfAReconnectingBrowser() {
        jobs.succeed(attempt);
        String last;
        try (EventStream stream = open("")) {
            last = stream.rest().getLast().id();
        }

        HttpRequest again = api.authorized(path() + "?after=0")
                .header("Last-Event-ID", last)
                .build();

        assertThat(EventStream.open(HTTP, again).status()).isEqualTo(204);
    }

    @Test
    void sendsEntriesWrittenWhileDisconnected() {
        String last;
        try (EventStream stream = open("")) {
            stream.next("state");
            log("one");
            last = stream.next("log").id();
        }
        log("two");
        jobs.release(attempt);
        attempt = jobs.claim();
        log("three");

        try (EventStream stream = open("?after=" + last)) {
            assertThat(lines(List.of(stream.next("log")))).containsExactly(2L, 3L);
            assertThat(states(List.of(stream.next("state"), stream.next("state"))))
                    .containsExactly("QUEUED", "RUNNING");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"metric", "log", "state"})
    void numbersEntriesInTheOrderOfTheirCommits(String kind) throws Exception {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        try (EventStream stream = open("");
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            stream.next("state");
            Future<?> second = transaction.execute(status -> {
                write(kind, 1);
                Future<?> late = other.submit(() -> write(kind, 2));
                // The second write must wait for the commit. Otherwise a client could read past the first entry unseen.
                Waiting.untilOverOrLocked(late::isDone, jdbc);
                assertThat(late.isDone()).isFalse();
                return late;
            });
            second.get();

            List<Long> written = new ArrayList<>();
            while (written.size() < 2) {
                written.addAll(written(kind, stream.next(kind)));
            }
            assertThat(written).containsExactly(1L, 2L);
        }
    }

    @Test
    void losesNoEntryOfConcurrentWriters() throws Exception {
        try (EventStream stream = open("");
                ExecutorService writers = Executors.newFixedThreadPool(4)) {
            stream.next("state");
            List<Future<?>> done = new ArrayList<>();
            for (int i = 1; i <= 120; i++) {
                long number = i;
                done.add(writers.submit(() -> write("metric", number)));
            }
            for (Future<?> each : done) {
                each.get();
            }
            jobs.succeed(attempt);

            assertThat(steps(stream.rest()))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 120).boxed().toList());
        }
    }

    private void write(String kind, long number) {
        switch (kind) {
            case "metric" -> point(number);
            case "log" -> log(Long.toString(number));
            default ->
                jdbc.sql("""
                        insert into job_event (id, job_id, type, at, message, attempt)
                        values (:id, :job, 'state', now(), :number, 1)""")
                        // The second entry gets the smaller id, as if its process had a slow clock.
                        .param("id", "evt_" + (9 - number))
                        .param("job", attempt.job())
                        .param("number", Long.toString(number))
                        .update();
        }
    }

    private static List<Long> written(String kind, Message message) {
        return switch (kind) {
            case "metric" -> steps(List.of(message));
            case "log" ->
                message.json()
                        .at("/lines")
                        .valueStream()
                        .map(line -> Long.parseLong(line.at("/text").asString()))
                        .toList();
            default -> List.of(Long.parseLong(message.json().at("/message").asString()));
        };
    }

    private EventStream open(String query) {
        return EventStream.open(HTTP, api.authorized(path() + query).build());
    }

    private String path() {
        return "/jobs/" + attempt.job() + "/stream";
    }

    private void log(String text) {
        logs.append(attempt, List.of(line(text)));
    }

    private static LogLine line(String text) {
        return new LogLine(LogStream.STDOUT, Instant.EPOCH, text);
    }

    private void point(long step) {
        metrics.write(attempt, points(step, step));
    }

    private static List<MetricPoint> points(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(step -> new MetricPoint("train.loss", null, step, 0.5))
                .toList();
    }
}
