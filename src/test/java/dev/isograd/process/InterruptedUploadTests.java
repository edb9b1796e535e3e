package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.TestDatabase;
import dev.isograd.artifacts.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A large upload that everything interrupts arrives whole, and the server's memory does not grow with it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class InterruptedUploadTests {

    private static final long MB = 1024 * 1024;
    private static final int PART = (int) (8 * MB);

    @TempDir
    Path data;

    private final List<String> settings = new ArrayList<>();
    private ServerProcess server;
    private long before;
    private long most;

    @AfterEach
    void stop() throws InterruptedException {
        server.close();
    }

    @Test
    @Tag("chaos")
    void arrivesWholeAfterClientServerAndStoreWereAway() throws Exception {
        interrupt(50 * MB, fileStore(), false, 1);
    }

    @Test
    @Tag("chaos")
    void arrivesWholeWithFiveGigabytesInFiles() throws Exception {
        interrupt(5_000 * MB, fileStore(), false, 2);
    }

    @Test
    @Tag("chaos")
    void arrivesWholeWithFiveGigabytesInAnObjectStore() throws Exception {
        try (S3Server store = S3Server.startOnDisk(data.resolve("store"))) {
            settings.addAll(List.of(ServerProcess.storedIn(store, store.bucket())));
            interrupt(5_000 * MB, outage(store), true, 2);
        }
    }

    /** Takes the store away, and brings it back. */
    private interface Store {
        void isAway(boolean away) throws IOException;
    }

    private Store fileStore() {
        Path marker = data.resolve("artifacts/.isograd-artifacts");
        return away -> {
            if (away) {
                Files.delete(marker);
            } else {
                Files.createFile(marker);
            }
        };
    }

    private static Store outage(S3Server store) {
        return away -> {
            if (away) {
                store.stop();
            } else {
                store.restart();
            }
        };
    }

    /** @param kills how often the server is killed; each start takes many seconds */
    private void interrupt(long bytes, Store store, boolean isDirect, int kills) throws Exception {
        settings.add("--isograd.roles=api");
        settings.add("--spring.datasource.url=" + TestDatabase.create());
        start();
        ResumedUpload client = new ResumedUpload(bytes, PART, isDirect);
        int sixth = Math.max(1, (int) (bytes / PART / 6));
        String upload = client.begin(server);
        before = memory();

        client.send(server, upload, sixth);
        client.breakOff(server, upload);
        client.send(server, upload, sixth);
        for (int kill = 0; kill < kills; kill++) {
            killDuring(client, upload, sixth);
        }
        store.isAway(true);
        assertThat(client.send(server, upload, sixth)).isFalse();
        store.isAway(false);
        client.send(server, upload, sixth);
        client.breakOff(server, upload);
        while (!client.send(server, upload, Integer.MAX_VALUE)) {
            note();
        }
        note();
        long began = System.nanoTime();
        JsonNode complete = client.complete(server, upload);
        note();

        System.out.printf(
                "%d MB in %d parts, %d sent; completed in %d ms; RSS of the server from %d to at most %d MB%n",
                bytes / MB,
                complete.get("parts").asInt(),
                client.sent(),
                (System.nanoTime() - began) / 1_000_000,
                before / MB,
                most / MB);
        assertThat(complete.get("state").asString()).isEqualTo("COMPLETE");
        assertThat(complete.get("sha256").asString()).isEqualTo(client.sha256());
        assertThat(most - before).isLessThan(100 * MB);
    }

    private void start() throws Exception {
        server = ServerProcess.startForLoad(data, settings.toArray(String[]::new))
                .awaitHealthy();
    }

    /** Ends the server with SIGKILL while parts arrive. */
    private void killDuring(ResumedUpload client, String upload, int parts) throws Exception {
        int sent = client.sent();
        ServerProcess victim = server;
        Thread killer = Thread.ofVirtual().start(() -> {
            try {
                while (client.sent() < sent + Math.max(1, parts / 2)) {
                    Thread.sleep(5);
                }
                victim.kill();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        note();
        assertThat(client.send(server, upload, Math.max(2, parts))).isFalse();
        killer.join();
        start();
    }

    private void note() throws IOException {
        most = Math.max(most, memory());
    }

    private long memory() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
