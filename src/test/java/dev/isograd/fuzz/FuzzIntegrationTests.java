package dev.isograd.fuzz;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A short run of what {@code FuzzTests} does at length. */
@IsogradTest
@ExtendWith(OutputCaptureExtension.class)
class FuzzIntegrationTests {

    private static final int REQUESTS = Integer.getInteger("isograd.test.fuzz.requests", 500);
    private static final long SEED = Long.getLong("isograd.test.fuzz.seed", 1);

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Value("${local.server.port}")
    private int port;

    @AfterEach
    void clear() {
        jobs.clear();
    }

    @Test
    void survivesHostileRequests(CapturedOutput log) throws IOException {
        List<String> ids = List.of(jobs.submit(), "fashion-mnist-sample", "ckpt_1", "key_1", "weights.safetensors");

        new FuzzRun(port, () -> log.getAll().length()).send(REQUESTS, SEED, api.key(), ids);
    }
}
