package dev.isograd.webhooks;

import dev.isograd.Ids;
import dev.isograd.access.Ownership;
import dev.isograd.accounts.Caller;
import dev.isograd.http.FieldProblem;
import dev.isograd.http.JsonBody;
import dev.isograd.webhooks.Webhooks.Made;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Checks what users ask of webhooks, and sends tests. */
@Service
class WebhookService implements Ownership {

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Receivers receivers;
    private final Messages messages;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    WebhookService(
            Webhooks webhooks,
            Deliveries deliveries,
            Receivers receivers,
            Messages messages,
            Ids ids,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.receivers = receivers;
        this.messages = messages;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public String pattern() {
        return WebhookResponse.PATH + "/{id}";
    }

    @Override
    public void check(String project, String id) {
        webhooks.find(project, id);
    }

    Made create(Caller caller, @Nullable String idempotencyKey, JsonBody<CreateWebhookRequest> body) {
        CreateWebhookRequest request = body.value();
        List<FieldProblem> problems = new ArrayList<>(body.problems());
        checkUrl(request.url(), problems);
        Secret secret = secret(request.secret(), problems);
        if (!problems.isEmpty()) {
            throw WebhookProblem.invalid(problems);
        }
        Webhook wanted = new Webhook(
                ids.next("whk"),
                caller.project(),
                request.url(),
                EventType.sorted(request.events()),
                PayloadFormat.of(Objects.requireNonNullElse(request.format(), "standard")),
                true,
                null,
                secret,
                null,
                null,
                null,
                clock.instant());
        return webhooks.create(caller, idempotencyKey, body.json(), wanted);
    }

    /** Everything that is wrong with a body is said at once. */
    private void checkUrl(@Nullable String url, List<FieldProblem> problems) {
        if (url != null) {
            receivers.problem(url).ifPresent(problem -> problems.add(new FieldProblem("/url", problem)));
        }
    }

    private Secret secret(@Nullable String wanted, List<FieldProblem> problems) {
        if (wanted == null) {
            return Secret.random(random);
        }
        return Secret.parse(wanted).orElseGet(() -> {
            problems.add(new FieldProblem(
                    "/secret",
                    "must be whsec_ and %d to %d bytes in Base64".formatted(Secret.FEWEST_BYTES, Secret.MOST_BYTES)));
            return Secret.random(random);
        });
    }

    Webhook edit(Caller caller, String id, JsonBody<EditWebhookRequest> body) {
        webhooks.find(caller.project(), id);
        List<FieldProblem> problems = new ArrayList<>(body.problems());
        checkUrl(body.value().url(), problems);
        if (!problems.isEmpty()) {
            throw WebhookProblem.invalid(problems);
        }
        return webhooks.edit(caller, id, body.value());
    }

    Webhook rotate(Caller caller, String id, JsonBody<RotateSecretRequest> body) {
        webhooks.find(caller.project(), id);
        List<FieldProblem> problems = new ArrayList<>(body.problems());
        Secret secret = secret(body.value().secret(), problems);
        if (!problems.isEmpty()) {
            throw WebhookProblem.invalid(problems);
        }
        return webhooks.rotate(caller, id, secret);
    }

    /** Sends a message at once and waits for the answer, also if the webhook is turned off. */
    Delivery test(Caller caller, String id) {
        Webhook webhook = webhooks.find(caller.project(), id);
        String event = ids.next("evt");
        String body = messages.test(webhook, clock.instant());
        Answer answer = receivers.send(webhook, event, body);
        String delivery = ids.next("dlv");
        deliveries.record(delivery, webhook, event, body, answer);
        return deliveries.find(caller.project(), delivery);
    }
}
