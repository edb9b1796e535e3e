package dev.isograd.webhooks;

import java.util.Locale;

/** The form of the messages of a webhook. */
enum PayloadFormat {
    /** JSON with type, timestamp and data, as Standard Webhooks describes it. */
    STANDARD("application/json"),
    /** JSON with a text, as the incoming webhooks of Slack and its like take it. */
    SLACK("application/json"),
    /** One plain sentence. */
    TEXT("text/plain; charset=utf-8");

    static final String PATTERN = "standard|slack|text";
    static final String PATTERN_MESSAGE = "must be standard, slack or text";

    private final String contentType;

    PayloadFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PayloadFormat of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
