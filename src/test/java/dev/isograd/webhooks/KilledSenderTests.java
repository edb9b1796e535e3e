package dev.isograd.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.TestDatabase;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.webhooks.Receiver.Message;
import dev.isograd.webhooks.Receiver.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The receiver is down, slow, and answers 500, and the sender is killed in each of these times; no event is lost. */
@IsogradTest
@Tag("chaos")
class KilledSenderTests {

    private static final Logger LOG = LoggerFactory.getLogger(KilledSenderTests.class);

    private static final long SEED = 16;
    private static final int JOBS = 250;
    private static final int EVENTS_OF_A_JOB = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JdbcConnectionDetails database;

    @Autowired
    private WebhookSender ownSender;

    private final List<Process> senders = new ArrayList<>();
    private final Journal journal = new Journal();
    private int made;

    @BeforeEach
    void leaveSendingToTheProcesses() {
        ownSender.stop();
    }

    @AfterEach
    void end() {
        senders.forEach(Process::destroyForcibly);
        ownSender.start();
    }

    /** What the receiver was sent and what it answered, in order. */
    private static final class Journal {

        private record Entry(String event, boolean accepted) {}

        private final List<Entry> entries = new ArrayList<>();
        private final List<Message> messages = new ArrayList<>();
        private final Random random = new Random(SEED);

        synchronized Reply note(Message message, double refused, int status, long waitMillis) {
            boolean accepted = random.nextDouble() >= refused;
            entries.add(new Entry(message.id(), accepted));
            messages.add(message);
            return new Reply(accepted ? 200 : status, "", accepted ? 0 : waitMillis, "");
        }

        synchronized int size() {
            return entries.size();
        }

        synchronized Set<String> accepted() {
            Set<String> accepted = new HashSet<>();
            entries.stream().filter(Entry::accepted).forEach(entry -> accepted.add(entry.event()));
            return accepted;
        }

        /** Returns the messages that came before the event before them was accepted. */
        synchronized List<String> early(Map<String, String> before) {
            Set<String> accepted = new HashSet<>();
            List<String> early = new ArrayList<>();
            for (Entry entry : entries) {
                String earlier = before.get(entry.event());
                if (earlier != null && !accepted.contains(earlier)) {
                    early.add(entry.event());
                }
                if (entry.accepted()) {
                    accepted.add(entry.event());
                }
            }
            return early;
        }

        synchronized List<Message> messages() {
            return List.copyOf(messages);
        }
    }

    @Test
    void deliversEachEventInOrder() throws Exception {
        int port = freePort();
        String secret = api.post("/webhooks", """
                        {"url":"http://localhost:%d/hook","events":["job.running","job.succeeded"]}""".formatted(port)).at("/secret");
        long start = System.nanoTime();

        makeJobs(100);
        sendUntil(() -> attempts() >= 100);

        try (Receiver receiver = Receiver.at(port, message -> journal.note(message, 0.3, 200, 1_500))) {
            makeJobs(75);
            int before = journal.size();
            sendUntil(() -> journal.size() >= before + 50);

            receiver.answer(message -> journal.note(message, 0.5, 500, 0));
            makeJobs(JOBS - made);
            int slow = journal.size();
            sendUntil(() -> journal.size() >= slow + 100);

            receiver.answer(message -> journal.note(message, 0, 200, 0));
            startSender();
            await(() -> count("state <> 'DELIVERED'") == 0);
        }

        check(secret, (System.nanoTime() - start) / 1e9);
    }

    private void check(String secret, double seconds) throws Exception {
        assertThat(count("true")).isEqualTo(JOBS * EVENTS_OF_A_JOB);
        assertThat(journal.accepted()).hasSize(JOBS * EVENTS_OF_A_JOB);
        assertThat(journal.early(before())).isEmpty();
        com.standardwebhooks.Webhook verifier = new com.standardwebhooks.Webhook(secret);
        for (Message message : journal.messages()) {
            verifier.verify(message.body(), message.headers());
        }
        LOG.info(
                "{} events were delivered by {} messages, {} attempts and 3 kills in {} s",
                count("true"),
                journal.size(),
                attempts(),
                Math.round(seconds));
    }

    /** Returns the event before each event of the same job. */
    private Map<String, String> before() {
        Map<String, String> before = new HashMap<>();
        jdbc.sql("""
                select event_id, lag(event_id) over (partition by subject order by position) from webhook_delivery""").query(row -> {
            before.put(row.getString(1), row.getString(2));
        });
        return before;
    }

    /** Each job starts, returns to the queue twice, and succeeds. */
    private void makeJobs(int count) {
        for (int i = 0; i < count; i++) {
            AttemptId attempt = jobs.claimNew();
            for (int returns = 0; returns < 2; returns++) {
                jobs.release(attempt);
                attempt = jobs.claimAgain();
            }
            jobs.succeed(attempt);
        }
        made += count;
    }

    private void sendUntil(BooleanSupplier condition) throws IOException, InterruptedException {
        Process sender = startSender();
        await(condition);
        sender.destroyForcibly().waitFor();
    }

    private Process startSender() throws IOException {
        Process sender = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SenderProcess.class.getName(),
                        "--spring.datasource.url=" + database.getJdbcUrl(),
                        "--spring.datasource.hikari.maximum-pool-size=8",
                        "--spring.config.location=optional:file:/nowhere/",
                        "--logging.level.root=error",
                        "--spring.main.banner-mode=off",
                        "--isograd.roles=api",
                        "--isograd.web.public-url=",
                        "--isograd.data-dir=" + TestDatabase.SCRATCH.resolve("sender"),
                        "--isograd.webhooks.allow-private=true",
                        "--isograd.webhooks.time-limit=1s",
                        "--isograd.webhooks.interval=50ms",
                        "--isograd.webhooks.retries=" + "100ms,".repeat(200) + "100ms"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "webhook-sender.log").toFile()))
                .start();
        senders.add(sender);
        return sender;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private int attempts() {
        return jdbc.sql("select coalesce(sum(attempts), 0) from webhook_delivery")
                .query(Integer.class)
                .single();
    }

    private int count(String condition) {
        return jdbc.sql("select count(*) from webhook_delivery where " + condition)
                .query(Integer.class)
                .single();
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "%d of %d events were delivered".formatted(count("state = 'DELIVERED'"), count("true")));
            }
            Thread.sleep(100);
        }
    }
}
