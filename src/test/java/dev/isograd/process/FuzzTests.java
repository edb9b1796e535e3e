package dev.isograd.process;

import dev.isograd.TestDatabase;
import dev.isograd.fuzz.FuzzRun;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of hostile requests to a real server. */
@Tag("chaos")
class FuzzTests {

    private static final int REQUESTS = Integer.getInteger("isograd.test.fuzz.requests", 20_000);
    private static final long SEED = Long.getLong("isograd.test.fuzz.seed", System.currentTimeMillis());

    @TempDir
    Path data;

    @Test
    void survivesHostileRequests() throws Exception {
        try (ServerProcess server = ServerProcess.startForLoad(
                        data, "--isograd.roles=api", "--spring.datasource.url=" + TestDatabase.create())
                .awaitHealthy()) {
            List<String> ids = List.of(
                    server.submit(ServerProcessTests.SHORT),
                    "fashion-mnist-sample",
                    "ckpt_1",
                    "key_1",
                    "weights.safetensors");
            String key = Files.readString(data.resolve("admin.key")).strip();

            new FuzzRun(URI.create(server.url()).getPort(), server::logged).send(REQUESTS, SEED, key, ids);
        }
    }
}
