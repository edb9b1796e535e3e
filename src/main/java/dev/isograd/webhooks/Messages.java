package dev.isograd.webhooks;

import dev.isograd.http.PublicUrl;
import dev.isograd.webhooks.JobNews.News;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes the bodies of messages. */
@Component
class Messages {

    private static final String TEST = "This is a test of the webhook.";

    private final JobNews news;
    private final PublicUrl url;
    private final JsonMapper json;

    Messages(JobNews news, PublicUrl url, JsonMapper json) {
        this.news = news;
        this.url = url;
        this.json = json;
    }

    /** Returns nothing if the job or the comparison was deleted for good. */
    Optional<String> body(Webhook webhook, Delivery delivery) {
        return news.of(delivery).map(it -> switch (webhook.format()) {
            case STANDARD -> standard(delivery.type(), it.at(), withPage(it));
            case SLACK -> slack("%s*%s*%s%s".formatted(it.before(), escaped(it.name()), escaped(it.after()), link(it)));
            case TEXT ->
                it.before() + it.name() + it.after()
                        + page(it).map(page -> " " + page).orElse("") + "\n";
        });
    }

    String test(Webhook webhook, Instant now) {
        return switch (webhook.format()) {
            case STANDARD -> {
                Map<String, @Nullable Object> data = new LinkedHashMap<>();
                data.put("webhook", webhook.id());
                data.put("project", webhook.project());
                data.put("message", TEST);
                yield standard(EventType.TEST, now, data);
            }
            case SLACK -> slack(TEST);
            case TEXT -> TEST + "\n";
        };
    }

    private String standard(String type, Instant at, Map<String, @Nullable Object> data) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("timestamp", at);
        message.put("data", data);
        return json.writeValueAsString(message);
    }

    private Map<String, @Nullable Object> withPage(News event) {
        Map<String, @Nullable Object> links = new LinkedHashMap<>();
        if (event.data().get("links") instanceof Map<?, ?> known) {
            known.forEach((name, path) -> links.put(String.valueOf(name), url.of(String.valueOf(path))));
        }
        links.put("page", url.of(event.page()));
        Map<String, @Nullable Object> data = new LinkedHashMap<>(event.data());
        data.put("links", links);
        return data;
    }

    private String slack(String text) {
        return json.writeValueAsString(Map.of("text", text));
    }

    private String link(News event) {
        return page(event).map(page -> " <" + page + "|Open>").orElse("");
    }

    /** A path alone would lead nowhere from where a person reads the message. */
    private Optional<String> page(News event) {
        return Optional.of(url.of(event.page())).filter(page -> page.startsWith("http"));
    }

    /** Slack reads these three characters as the beginning of a link or a mention, such as one of everybody. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
