package dev.isograd.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.EventStream;
import dev.isograd.EventStream.Message;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobProgress;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.queue.FreeSlots;
import dev.isograd.jobs.queue.JobQueue;
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
import java.util.Map;
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
    private JobQueue queue;

    @Autowired
    private MetricWriter metrics;

    @Autowired
    private LogWriter logs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StreamQuota seats;

    @Autowired
    private PlatformTransactionManager transactions;

    private AttemptId attempt;

    @BeforeEach
    void claimOne() {
        SampleJobs.clear(jdbc);
        SampleJobs.submit(api);
        attempt = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();
    }

    @AfterEach
    void awaitEmptySeats() {
        Waiting.until(() -> seats.taken() == 0);
    }

    @Test
    void tellsHowThingsAreAndThenWhatComes() {
        log("before");
        point(1);
        queue.training(attempt);
        queue.progress(attempt, new JobProgress(0, 3, 10, 40, 7L));

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
            queue.succeed(attempt, Map.of());
            List<Message> rest = stream.rest();
            assertThat(rest).extracting(Message::event).containsExactly("state", "progress", "end");
            assertThat(states(rest)).containsExactly("SUCCEEDED");
        }
    }

    @Test
    void givesEverythingFromTheBeginning() {
        logs.append(
                attempt,
                IntStream.rangeClosed(1, 650).mapToObj(i -> line("x".repeat(i))).toList());
        metrics.write(attempt, points(1, 1700));
        queue.succeed(attempt, Map.of());

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
    void goesOnAfterAnyMessageWithoutLossOrRepetition() {
        logs.append(
                attempt,
                IntStream.rangeClosed(1, 450).mapToObj(i -> line("l" + i)).toList());
        metrics.write(attempt, points(1, 600));
        queue.progress(attempt, new JobProgress(0, 3, 10, 40, null));
        queue.succeed(attempt, Map.of());
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
    void prefersTheHeaderThatBrowsersComeBackWith() {
        queue.succeed(attempt, Map.of());
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
    void givesWhatCameWhileNobodyListened() {
        String last;
        try (EventStream stream = open("")) {
            stream.next("state");
            log("one");
            last = stream.next("log").id();
        }
        log("two");
        queue.release(attempt, "again");
        attempt = queue.claim(FreeSlots.one("w", "cpu")).orElseThrow().attempt();
        log("three");

        try (EventStream stream = open("?after=" + last)) {
            assertThat(lines(List.of(stream.next("log")))).containsExactly(2L, 3L);
            assertThat(states(List.of(stream.next("state"), stream.next("state"))))
                    .containsExactly("QUEUED", "RUNNING");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"metric", "log", "state"})
    void numbersOneJobsEntriesInTheOrderOfTheirCommits(String kind) throws Exception {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        try (EventStream stream = open("");
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            stream.next("state");
            Future<?> second = transaction.execute(status -> {
                write(kind, 1);
                Future<?> late = other.submit(() -> write(kind, 2));
                // The later one has to wait for the commit: otherwise it could be seen, and passed, before the earlier.
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
    void losesNothingOfManyWriters() throws Exception {
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
            queue.succeed(attempt, Map.of());

            assertThat(steps(stream.rest()))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 120).boxed().toList());
        }
    }

    @Test
    void noticesThatAClientIsGoneAlthoughNothingHappens() {
        try (EventStream stream = open("")) {
            stream.next("state");
            assertThat(seats.taken()).isEqualTo(1);
        }

        Waiting.until(() -> seats.taken() == 0);
    }

    @Test
    void letsAnAccountHaveSoManyStreams() {
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            EventStream stream = open("");
            streams.add(stream);
            stream.next("state");
        }

        Api.Answer refused = api.get(path());

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.at("/code")).isEqualTo("too_many_streams");
        streams.forEach(EventStream::close);
    }

    @Test
    void keepsStreamsFromThoseWhoMayNotReadTheJob() {
        assertThat(api.send(api.anonymous("/api/v1" + path()).GET()).status()).isEqualTo(401);
        assertThat(api.get("/jobs/job_01hf7yat000000000000000000/stream").status())
                .isEqualTo(404);
    }

    @Test
    void answersOtherMethodsAndTypesWithoutAStream() {
        Api.Answer head = api.send(api.authorized(path()).HEAD());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/event-stream");
        assertThat(api.send(api.authorized(path()).header("Accept", "text/html").GET())
                        .status())
                .isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=x", "?after=s1;l2", "?after=%00", "?after=s1&after=s2"})
    void refusesWhatItDoesNotUnderstand(String query) {
        assertThat(api.get(path() + query).status()).isEqualTo(400);
    }

    private void write(String kind, long number) {
        switch (kind) {
            case "metric" -> point(number);
            case "log" -> log(Long.toString(number));
            default ->
                jdbc.sql("""
                        insert into job_event (id, job_id, type, at, message, attempt)
                        values (:id, :job, 'state', now(), :number, 1)""")
                        // The later one has the smaller id, as from a process whose clock is behind.
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

    private static List<Long> lines(List<Message> messages) {
        return numbers(messages, "log", "/lines", "/line");
    }

    private static List<Long> steps(List<Message> messages) {
        return numbers(messages, "metric", "/points", "/step");
    }

    private static List<Long> numbers(List<Message> messages, String event, String list, String field) {
        return messages.stream()
                .filter(message -> message.event().equals(event))
                .flatMap(message -> message.json().at(list).valueStream())
                .map(each -> each.at(field).asLong())
                .toList();
    }

    private static long count(List<Message> messages, String event) {
        return messages.stream()
                .filter(message -> message.event().equals(event))
                .count();
    }

    private static List<String> states(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.event().equals("state"))
                .map(message -> message.json().at("/to").asString())
                .toList();
    }
}
