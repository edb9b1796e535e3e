package dev.isograd.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.SampleJobs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
@Tag("chaos")
class LongLogTests {

    private static final int LINES = 1_000_000;

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private String job = "";

    @Test
    void findsLinesInLongLogs() {
        SampleJobs.clear(jdbc);
        job = SampleJobs.submit(api);
        jdbc.sql("""
                insert into log_line (job_id, line, attempt, stream, at, text)
                select :job, i, 1, case when i % 100000 = 0 then 'STDERR' else 'STDOUT' end, now(),
                    'step ' || i || ' of a training that prints rather much, loss ' || random()
                from generate_series(1, :lines) i""").param("job", job).param("lines", LINES).update();
        jdbc.sql("analyze log_line").update();

        find("the last page", "?after=999000", 1000);
        find("a word at the end", "?contains=step%20999999%20", 1);
        find("a word that is nowhere", "?contains=nowhere", 0);
        find("another stream", "?stream=stderr", 10);
        find("a word on another stream", "?stream=stderr&contains=500000", 1);
    }

    private void find(String what, String query, int lines) {
        long begun = System.nanoTime();
        Api.Answer answer = api.get("/jobs/" + job + "/logs" + query);
        System.out.printf("A log of %,d lines: %s: %d ms%n", LINES, what, (System.nanoTime() - begun) / 1_000_000);
        assertThat(answer.body().at("/data").size()).isEqualTo(lines);
    }
}
