package dev.isograd.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.web.TestJobs;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@IsogradTest
class LogsIntegrationTests {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private LogWriter logs;

    private AttemptId attempt;

    @BeforeEach
    void claimOne() {
        attempt = jobs.claimNew();
    }

    @Test
    void numbersLinesAcrossAttempts() {
        logs.append(attempt, List.of(line(LogStream.STDOUT, "one"), line(LogStream.STDERR, "two")));
        jobs.release(attempt);
        AttemptId second = jobs.claim();
        logs.append(second, List.of(line(LogStream.SYSTEM, "three")));
        logs.append(second, List.of());

        Api.Answer answer = get("");

        assertThat(answer.body().at("/data/0").toString())
                .isEqualTo(
                        "{\"line\":1,\"stream\":\"stdout\",\"at\":\"2026-01-02T03:04:05.678901Z\",\"text\":\"one\"}");
        assertThat(answer.each("/data", "/text")).containsExactly("one", "two", "three");
        assertThat(answer.body().at("/data/2/line").asLong()).isEqualTo(3);
    }

    @Test
    void rejectsLinesOfASupersededAttempt() {
        jobs.release(attempt);
        jobs.tryClaim("other", "cpu");

        assertThatThrownBy(() -> logs.append(attempt, List.of(line(LogStream.STDOUT, "late"))))
                .isInstanceOf(AttemptSuperseded.class);
        assertThat(get("").each("/data", "/text")).isEmpty();
    }

    @Test
    void pagesThroughTheLines() {
        logs.append(
                attempt,
                IntStream.rangeClosed(1, 2500)
                        .mapToObj(i -> line(LogStream.STDOUT, "line " + i))
                        .toList());

        Api.Answer first = get("");
        Api.Answer second = get("?after=" + first.at("/next") + "&limit=5000");

        assertThat(first.each("/data", "/text")).hasSize(1000).endsWith("line 1000");
        assertThat(second.each("/data", "/text")).hasSize(1500).startsWith("line 1001");
        assertThat(second.body().at("/hasMore").asBoolean()).isFalse();
    }

    @Test
    void filtersByTextAndStream() {
        logs.append(
                attempt,
                List.of(
                        line(LogStream.STDOUT, "100 % of it"),
                        line(LogStream.STDERR, "100 % wrong"),
                        line(LogStream.STDOUT, "100 times")));

        assertThat(get("?contains=100%20%25").each("/data", "/text")).containsExactly("100 % of it", "100 % wrong");
        assertThat(get("?contains=100%20%25&stream=stderr").each("/data", "/text"))
                .containsExactly("100 % wrong");
    }

    @Test
    void storesAnyOutputOfAProcess() {
        logs.append(
                attempt,
                List.of(
                        line(LogStream.STDOUT, "nul \0 half \ud800 whole \ud83d\ude00 <script> \u001b[31m"),
                        line(LogStream.STDOUT, "x".repeat(100_000))));

        List<String> texts = get("").each("/data", "/text");

        assertThat(texts.getFirst()).isEqualTo("nul \ufffd half ? whole \ud83d\ude00 <script> \u001b[31m");
        assertThat(texts.getLast()).hasSizeLessThan(20_000).endsWith("… (100000 characters in total)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "after=x", "limit=0", "limit=5001", "stream=out", "contains=%00"})
    void rejectsInvalidQueries(String query) {
        assertThat(get("?" + query).status()).isEqualTo(400);
    }

    @Test
    void listsTheValidStreamsInItsError() {
        assertThat(get("?stream=out").body().at("/errors/0/detail").asString())
                .isEqualTo("must be one of stdout, stderr, system");
    }

    private Api.Answer get(String query) {
        return api.get("/jobs/" + attempt.job() + "/logs" + query);
    }

    private static LogLine line(LogStream stream, String text) {
        return new LogLine(stream, AT, text);
    }
}
