package dev.isograd.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.Waiting;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.JobReason;
import dev.isograd.jobs.ReasonCode;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.webhooks.Receiver.Message;
import dev.isograd.webhooks.Receiver.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@IsogradTest
class DeliveryIntegrationTests {

    private static final String ALL =
            "[\"job.running\",\"job.succeeded\",\"job.failed\",\"job.cancelled\",\"comparison.finished\"]";

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private Outbox outbox;

    @Autowired
    private PlatformTransactionManager transactions;

    private Api.Answer create(Receiver receiver, String more) {
        Api.Answer made = api.post("/webhooks", "{\"url\":\"" + receiver.url() + "\",\"events\":" + ALL + more + "}");
        assertThat(made.status()).isEqualTo(201);
        return made;
    }

    private static List<String> types(Receiver receiver) {
        return receiver.messages().stream()
                .map(message -> message.at("/type") + " " + message.at("/data/id"))
                .toList();
    }

    private static void await(Receiver receiver, int messages) {
        Waiting.until(() -> receiver.messages().size() >= messages);
    }

    private List<String> states(String webhook) {
        return api.get("/webhooks/" + webhook + "/deliveries").each("/data", "/state");
    }

    private void awaitStates(String webhook, String... states) {
        Waiting.until(() -> states(webhook).equals(List.of(states)));
    }

    @Test
    void tellsEachEndOfAJobInOrder() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            String secret = create(receiver, "").at("/secret");

            AttemptId succeeded = jobs.claimNew();
            jobs.succeed(succeeded, Map.of("testAccuracy", 0.915, "peakMemoryBytes", 3 << 20, "files", List.of("x")));
            AttemptId failed = jobs.claimNew();
            jobs.fail(failed, new JobReason(ReasonCode.DIVERGED, "The loss became NaN."));
            String cancelled = jobs.submit();
            jobs.cancel(cancelled);
            await(receiver, 5);

            assertThat(types(receiver))
                    .containsExactlyInAnyOrder(
                            "job.running " + succeeded.job(),
                            "job.succeeded " + succeeded.job(),
                            "job.running " + failed.job(),
                            "job.failed " + failed.job(),
                            "job.cancelled " + cancelled)
                    .containsSubsequence("job.running " + succeeded.job(), "job.succeeded " + succeeded.job())
                    .containsSubsequence("job.running " + failed.job(), "job.failed " + failed.job());
            for (Message message : receiver.messages()) {
                new com.standardwebhooks.Webhook(secret).verify(message.body(), message.headers());
                assertThat(message.header("Content-Type")).isEqualTo("application/json");
                assertThat(message.id()).startsWith("evt_");
            }
            Message success = message(receiver, "job.succeeded");
            assertThat(success.json().at("/data/result").toString())
                    .isEqualTo("{\"testAccuracy\":0.915,\"peakMemoryBytes\":3145728}");
            assertThat(success.at("/data/state")).isEqualTo("SUCCEEDED");
            assertThat(success.at("/data/links/self")).endsWith("/api/v1/jobs/" + succeeded.job());
            assertThat(message(receiver, "job.failed").at("/data/reason/code")).isEqualTo("DIVERGED");
            assertThat(message(receiver, "job.failed")
                            .json()
                            .at("/data/reason/retryable")
                            .asBoolean())
                    .isFalse();
        }
    }

    private static Message message(Receiver receiver, String type) {
        return receiver.messages().stream()
                .filter(message -> message.at("/type").equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** A lost worker, a second attempt, a kill and a timeout each write the event of the state that follows. */
    @Test
    void tellsWhatHappensToAJobWithoutItsWorker() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            create(receiver, "");
            AttemptId first = jobs.claimNew();
            jobs.expireLeases();
            jobs.reap();
            jobs.claimAgain();
            jobs.kill(first.job());
            jobs.expireLeases();
            jobs.reap();
            await(receiver, 3);

            assertThat(types(receiver))
                    .containsExactly(
                            "job.running " + first.job(), "job.running " + first.job(), "job.cancelled " + first.job());
        }
    }

    @Test
    void tellsNothingOfOtherProjectsOrOfEventsThatNobodyAskedFor() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            api.post("/webhooks", "{\"url\":\"" + receiver.url() + "\",\"events\":[\"job.failed\"]}");
            create(receiver, ",\"format\":\"text\"");
            jdbc.sql("update webhook set project_id = :other where format = 'TEXT'")
                    .param("other", jobs.project("webhooks", null).project())
                    .update();

            jobs.cancel(jobs.submit());

            assertThat(deliveries()).isZero();
        }
    }

    private int deliveries() {
        return jdbc.sql("select count(*) from webhook_delivery")
                .query(Integer.class)
                .single();
    }

    /** The event is in the transaction of its cause: what is rolled back is not told. */
    @Test
    void tellsNothingOfATransitionThatIsRolledBack() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            create(receiver, "");
            String job = jobs.submit();
            new TransactionTemplate(transactions).executeWithoutResult(status -> {
                jobs.cancel(job);
                assertThat(deliveries()).isLessThanOrEqualTo(1);
                status.setRollbackOnly();
            });

            assertThat(deliveries()).isZero();
        }
    }

    @Test
    void retriesWithTheSameMessage() throws IOException {
        AtomicInteger answers = new AtomicInteger();
        try (Receiver receiver = Receiver.answering(message -> Reply.of(answers.incrementAndGet() < 3 ? 500 : 204))) {
            String webhook = create(receiver, "").at("/id");
            jobs.cancel(jobs.submit());
            awaitStates(webhook, "DELIVERED");

            assertThat(receiver.messages()).hasSize(3);
            assertThat(receiver.messages().stream().map(Message::id).distinct()).hasSize(1);
            assertThat(receiver.messages().stream().map(Message::body).distinct())
                    .hasSize(1);
            Waiting.until(
                    () -> api.get("/webhooks/" + webhook).at("/failingSince").isEmpty());
            Api.Answer delivered = api.get("/webhooks/" + webhook + "/deliveries");
            assertThat(delivered.body().at("/data/0/attempts").asInt()).isEqualTo(3);
            assertThat(delivered.body().at("/data/0/status").asInt()).isEqualTo(204);
        }
    }

    /** The first event of one job is answered only when the event of another has come. */
    @Test
    void holdsBackLaterEventsOfTheSameJobOnly() throws IOException {
        String held = jobs.submit();
        CountDownLatch heldCame = new CountDownLatch(1);
        CountDownLatch otherCame = new CountDownLatch(1);
        try (Receiver receiver = Receiver.answering(message -> {
            if (message.at("/data/id").equals(held)) {
                heldCame.countDown();
                return Reply.of(isOver(otherCame) ? 200 : 500);
            }
            otherCame.countDown();
            return Reply.of(200);
        })) {
            create(receiver, "");
            AttemptId attempt = jobs.claim();
            jobs.succeed(attempt);
            assertThat(isOver(heldCame))
                    .as("nothing orders the events of two jobs")
                    .isTrue();
            String other = jobs.submit();
            jobs.cancel(other);
            Waiting.until(() -> types(receiver).contains("job.succeeded " + held));

            assertThat(types(receiver))
                    .containsSubsequence("job.running " + held, "job.cancelled " + other, "job.succeeded " + held);
        }
    }

    private static boolean isOver(CountDownLatch wait) {
        try {
            return wait.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void doesNotLetASlowReceiverHoldUpOthers() throws IOException {
        try (Receiver slow = Receiver.answering(message -> new Reply(200, "", 900, ""));
                Receiver quick = Receiver.answering(200)) {
            create(slow, "");
            create(quick, "");
            for (int i = 0; i < 20; i++) {
                jobs.cancel(jobs.submit());
            }

            await(quick, 20);
            assertThat(slow.messages()).as("at most four at once").hasSizeLessThan(20);
        }
    }

    @Test
    void givesUpAfterTheLastRetryAndSendsAgainOnRequest() throws IOException {
        try (Receiver receiver = Receiver.answering(503)) {
            String webhook = create(receiver, "").at("/id");
            jobs.cancel(jobs.submit());
            awaitStates(webhook, "FAILED");
            Api.Answer failed = api.get("/webhooks/" + webhook + "/deliveries");
            assertThat(failed.body().at("/data/0/attempts").asInt()).isEqualTo(4);
            assertThat(failed.at("/data/0/problem")).isEqualTo("The receiver answered 503.");
            assertThat(api.get("/webhooks/" + webhook).at("/failingSince")).isNotEmpty();
            assertThat(api.get("/webhooks/" + webhook).body().at("/active").asBoolean())
                    .as("it has not failed for days")
                    .isTrue();

            receiver.answer(message -> Reply.of(200));
            Api.Answer resent = api.post("/deliveries/" + failed.at("/data/0/id") + "/resend", "");

            assertThat(resent.status()).isEqualTo(202);
            awaitStates(webhook, "DELIVERED");
            assertThat(receiver.messages().stream().map(Message::id).distinct()).hasSize(1);
        }
    }

    @Test
    void turnsOffAWebhookWhoseReceiverIsGone() throws IOException {
        try (Receiver receiver = Receiver.answering(410)) {
            String webhook = create(receiver, "").at("/id");
            jobs.cancel(jobs.submit());
            awaitStates(webhook, "FAILED");
            Waiting.until(
                    () -> !api.get("/webhooks/" + webhook).at("/disabledReason").isEmpty());

            Api.Answer off = api.get("/webhooks/" + webhook);
            assertThat(off.body().at("/active").asBoolean()).isFalse();
            assertThat(off.at("/disabledReason")).contains("410");
            assertThat(receiver.messages()).hasSize(1);
            jobs.cancel(jobs.submit());
            assertThat(states(webhook)).containsExactly("FAILED");
            String delivery = api.get("/webhooks/" + webhook + "/deliveries").at("/data/0/id");
            assertThat(api.post("/deliveries/" + delivery + "/resend", "").at("/code"))
                    .isEqualTo("webhook_inactive");

            Api.Answer on = api.send("PATCH", "/webhooks/" + webhook, "{\"active\":true}", Map.of());
            assertThat(on.at("/disabledReason")).isEmpty();
        }
    }

    @Test
    void turnsOffAWebhookAfterDaysOfFailures() throws IOException {
        try (Receiver receiver = Receiver.answering(500)) {
            String webhook = create(receiver, "").at("/id");
            jdbc.sql("update webhook set failing_since = now() - interval '73 hours'")
                    .update();
            jobs.cancel(jobs.submit());
            awaitStates(webhook, "FAILED");
            Waiting.until(
                    () -> !api.get("/webhooks/" + webhook).at("/disabledReason").isEmpty());

            assertThat(api.get("/webhooks/" + webhook).at("/disabledReason"))
                    .isEqualTo("Every message has failed for 3 days. The last time: The receiver answered 500.");
        }
    }

    @Test
    void dropsWhatIsPendingWhenItIsTurnedOff() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            String webhook = create(receiver, "").at("/id");
            jdbc.sql("""
                    insert into webhook_delivery (id, webhook_id, event_id, type, subject, due_at)
                    values ('dlv_01hf7yat000000000000000000', ?, 'evt_1', 'job.failed', 'job_1', now() + interval '1 h')""").param(webhook).update();

            api.send("PATCH", "/webhooks/" + webhook, "{\"active\":false}", Map.of());
            jobs.cancel(jobs.submit());

            Api.Answer list = api.get("/webhooks/" + webhook + "/deliveries");
            assertThat(list.each("/data", "/problem")).containsExactly("The webhook was turned off.");
        }
    }

    /** For a day after a rotation, receivers with either secret accept messages. */
    @Test
    void signsWithBothSecretsForADay() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            Api.Answer made = create(receiver, "");
            String test = "/webhooks/" + made.at("/id") + "/test";
            String next = api.post("/webhooks/" + made.at("/id") + "/rotate-secret", "")
                    .at("/secret");

            api.post(test, "");
            jdbc.sql("update webhook set previous_until = now()").update();
            api.post(test, "");

            Message during = receiver.messages().get(0);
            Message after = receiver.messages().get(1);
            assertThat(during.header("webhook-signature").split(" ")).hasSize(2);
            assertThat(verifies(made.at("/secret"), during)).isTrue();
            assertThat(verifies(next, during)).isTrue();
            assertThat(verifies(made.at("/secret"), after)).isFalse();
            assertThat(verifies(next, after)).isTrue();
        }
    }

    private static boolean verifies(String secret, Message message) throws Exception {
        try {
            new com.standardwebhooks.Webhook(secret).verify(message.body(), message.headers());
            return true;
        } catch (WebhookVerificationException wrong) {
            return false;
        }
    }

    @Test
    void isVerifiedByThePythonFunctionOfTheDocument() throws Exception {
        String document = Files.readString(Path.of("docs", "webhooks.md"));
        String function = document.substring(
                document.indexOf("```python") + "```python".length(), document.indexOf("```\n\nIn Java"));
        try (Receiver receiver = Receiver.answering(200)) {
            Api.Answer made = create(receiver, "");
            api.post("/webhooks/" + made.at("/id") + "/rotate-secret", "");
            api.post("/webhooks/" + made.at("/id") + "/test", "");
            Message message = receiver.messages().getFirst();

            assertThat(python(function, made.at("/secret"), message, message.body()))
                    .isEqualTo("True");
            assertThat(python(function, made.at("/secret"), message, message.body() + " "))
                    .isEqualTo("False");
        }
    }

    private static String python(String function, String secret, Message message, String body) throws Exception {
        Process process = new ProcessBuilder(
                        "python3",
                        "-c",
                        function
                                + "import json, sys\nprint(verify(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3].encode()))",
                        secret,
                        "{\"webhook-id\":\"%s\",\"webhook-timestamp\":\"%s\",\"webhook-signature\":\"%s\"}"
                                .formatted(
                                        message.id(),
                                        message.header("webhook-timestamp"),
                                        message.header("webhook-signature")),
                        body)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void writesPlainAndSlackShapedMessages() throws IOException {
        try (Receiver text = Receiver.answering(200);
                Receiver slack = Receiver.answering(200)) {
            create(text, ",\"format\":\"text\"");
            create(slack, ",\"format\":\"slack\"");
            AttemptId attempt = jobs.claimNew();
            jdbc.sql("update job set name = 'a <!channel> & b'").update();
            jobs.succeed(attempt, Map.of("testAccuracy", 0.5, "peakMemoryBytes", 5 << 20));
            await(text, 2);
            await(slack, 2);

            assertThat(text.messages().get(1).body())
                    .startsWith("a <!channel> & b succeeded: test accuracy 50.00 %, peak memory 5 MiB.")
                    .endsWith("\n");
            assertThat(text.messages().get(1).header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(slack.messages().get(1).at("/text"))
                    .startsWith("*a &lt;!channel&gt; &amp; b* succeeded: test accuracy 50.00 %, peak memory 5 MiB.");
            assertThat(slack.messages().get(1).header("webhook-signature")).startsWith("v1,");
        }
    }

    @Test
    void tellsThatAComparisonIsFinished() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            create(receiver, "");
            String comparison = api.post(
                            "/comparisons",
                            "{\"name\":\"rules\",\"spec\":%s,\"variants\":[{\"label\":\"a\"}],\"seeds\":[1]}"
                                    .formatted(SampleJobs.SPEC))
                    .at("/id");
            AttemptId attempt = jobs.claim();
            jobs.succeed(attempt, Map.of("testAccuracy", 0.5));
            await(receiver, 3);

            assertThat(types(receiver))
                    .containsExactlyInAnyOrder(
                            "job.running " + attempt.job(),
                            "job.succeeded " + attempt.job(),
                            "comparison.finished " + comparison);
            Message finished = receiver.messages().stream()
                    .filter(message -> message.at("/type").equals("comparison.finished"))
                    .findFirst()
                    .orElseThrow();
            assertThat(finished.at("/data/name")).isEqualTo("rules");
            assertThat(finished.id()).startsWith("evt_");
        }
    }

    @Test
    void sendsAgainWhatAKilledSenderMayNotHaveSent() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            String webhook = create(receiver, "").at("/id");
            String job = jobs.submit();
            new TransactionTemplate(transactions).executeWithoutResult(status -> {
                jobs.cancel(job);
                jdbc.sql("update webhook_delivery set leased_until = now() + interval '1 s', attempts = 1")
                        .update();
            });
            assertThat(receiver.messages()).isEmpty();

            awaitStates(webhook, "DELIVERED");
        }
    }

    /** A user deletes a webhook at the moment at which a sender reports what came of a message. */
    @Test
    void letsAWebhookBeDeletedWhileItsMessageIsSent() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            String webhook = create(receiver, "").at("/id");
            jdbc.sql("""
                    insert into webhook_delivery (id, webhook_id, event_id, type, subject, leased_until, attempts)
                    values ('dlv_01hf7yat000000000000000000', ?, 'evt_1', 'job.failed', 'job_1', now() + interval '1 h', 1)""").param(webhook).update();
            jdbc.sql("update webhook set failing_since = now()").update();
            Delivery sent = deliveries.find(jobs.caller().project(), "dlv_01hf7yat000000000000000000");
            FutureTask<Boolean> report =
                    new FutureTask<>(() -> outbox.delivered(sent, new Answer(200, 1, null, null)), true);

            new TransactionTemplate(transactions).executeWithoutResult(status -> {
                jdbc.sql("select id from webhook where id = ? for update")
                        .param(webhook)
                        .query(String.class)
                        .single();
                Thread.ofVirtual().start(report);
                Waiting.untilOverOrLocked(report::isDone, jdbc);
                jdbc.sql("delete from webhook where id = ?").param(webhook).update();
            });

            assertThat(report.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(deliveries()).isZero();
        }
    }

    @Test
    void forgetsOldDeliveriesThatAreOver() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            String webhook = create(receiver, "").at("/id");
            jobs.cancel(jobs.submit());
            jobs.cancel(jobs.submit());
            awaitStates(webhook, "DELIVERED", "DELIVERED");
            jdbc.sql(
                            "update webhook_delivery set created_at = now() - interval '31 days' where id = (select min(id) from webhook_delivery)")
                    .update();

            assertThat(deliveries.deleteOlderThan(Duration.ofDays(30), 10)).isOne();

            assertThat(states(webhook)).containsExactly("DELIVERED");
        }
    }
}
