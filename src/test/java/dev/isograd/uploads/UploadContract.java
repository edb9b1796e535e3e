package dev.isograd.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Api.Answer;
import dev.isograd.Digests;
import dev.isograd.IsogradProperties;
import dev.isograd.artifacts.PartedArtifacts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What uploads promise, whichever store keeps the parts. */
abstract class UploadContract {

    static final int PART = 8 * 1024 * 1024;

    /** Two whole parts and a last one. */
    static final byte[] FILE = bytes(2 * PART + 100_000, 1);

    @Autowired
    Api api;

    @Autowired
    SourceFiles sources;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PartedArtifacts store;

    @Autowired
    UploadSweep sweep;

    @Autowired
    IsogradProperties properties;

    @TempDir
    Path folder;

    static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] part(byte[] file, int number) {
        return Arrays.copyOfRange(file, (number - 1) * PART, Math.min(number * PART, file.length));
    }

    Answer begin(byte[] file, String more) {
        Answer answer = api.post("/uploads", "{\"filename\":\"pets.zip\",\"size\":%d%s}".formatted(file.length, more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    Answer put(String upload, Object number, byte[] part) {
        return put(upload, number, BodyPublishers.ofByteArray(part));
    }

    Answer put(String upload, Object number, BodyPublisher part) {
        return api.send(
                api.authorized("/uploads/" + upload + "/parts/" + number).PUT(part));
    }

    void putAll(String upload, byte[] file) {
        for (int number = 1; number <= Math.ceilDiv(file.length, PART); number++) {
            Answer answer = put(upload, number, part(file, number));
            assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        }
    }

    Answer complete(String upload) {
        return api.post("/uploads/" + upload + "/complete", "");
    }

    List<Integer> received(String upload) {
        return api.get("/uploads/" + upload)
                .body()
                .at("/received")
                .valueStream()
                .map(number -> number.asInt())
                .toList();
    }

    LocalSource fetch(String upload) {
        return sources.fetch(project(upload), new ImportSource.Upload(upload), folder, () -> false);
    }

    String project(String upload) {
        return jdbc.sql("select project_id from upload where id = ?")
                .param(upload)
                .query(String.class)
                .single();
    }

    @Test
    void joinsPartsInWhateverOrderTheyArrive() throws Exception {
        Answer begun = begin(FILE, ",\"sha256\":\"" + Digests.of(FILE) + "\"");
        String upload = begun.at("/id");
        assertThat(begun.header("Location")).isEqualTo("/api/v1/uploads/" + upload);
        assertThat(begun.at("/partSize")).isEqualTo(Integer.toString(PART));
        assertThat(begun.at("/parts")).isEqualTo("3");
        assertThat(begun.body().at("/received")).isEmpty();

        assertThat(put(upload, 2, bytes(PART, 9)).status()).isEqualTo(204);
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 3; number >= 1; number--) {
                int sent = number;
                answers.add(clients.submit(() -> put(upload, sent, part(FILE, sent))));
            }
        }
        for (Future<Answer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(204);
        }
        assertThat(received(upload)).containsExactly(1, 2, 3);

        Answer complete = complete(upload);
        assertThat(complete.status()).as(complete.text()).isEqualTo(200);
        assertThat(complete.at("/state")).isEqualTo("COMPLETE");
        assertThat(complete(upload).status()).as("the same request again").isEqualTo(200);
        LocalSource local = fetch(upload);
        assertThat(local.fileName()).isEqualTo("pets.zip");
        assertThat(local.bytes()).isEqualTo(FILE.length);
        assertThat(local.path()).startsWith(folder).hasBinaryContent(FILE);
        assertThat(put(upload, 1, part(FILE, 1)).at("/code")).isEqualTo("upload_closed");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8388608, 400, invalid_part",
        "4, 8388608, 400, invalid_part",
        "-1, 8388608, 400, invalid_part",
        "one, 8388608, 400, invalid_part",
        "99999999999, 8388608, 400, invalid_part",
        "1, 8388607, 400, wrong_part_length",
        "1, 8388609, 400, wrong_part_length",
        "1, 0, 400, wrong_part_length",
        "3, 8388608, 400, wrong_part_length",
        "3, 99999, 400, wrong_part_length"
    })
    void refusesOtherParts(String number, int length, int status, String code) {
        String upload = begin(FILE, "").at("/id");

        Answer answer = put(upload, number, new byte[length]);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.at("/code")).isEqualTo(code);
        assertThat(answer.at("/detail")).isNotBlank();
        assertThat(received(upload)).isEmpty();
    }

    @Test
    void needsTheLengthOfAPartAndTakesAnyTypeOfBody() {
        byte[] file = bytes(1000, 2);
        String upload = begin(file, "").at("/id");

        Answer chunked = put(upload, 1, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(file)));
        Answer encoded = api.send(api.authorized("/uploads/" + upload + "/parts/1")
                .header("Content-Encoding", "gzip")
                .PUT(BodyPublishers.ofByteArray(file)));
        Answer form = api.send(api.authorized("/uploads/" + upload + "/parts/1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofByteArray(file)));

        assertThat(chunked.status()).isEqualTo(411);
        assertThat(encoded.status()).isEqualTo(415);
        assertThat(form.status()).as(form.text()).isEqualTo(204);
        assertThat(complete(upload).status()).isEqualTo(200);
        assertThat(fetch(upload).path()).hasBinaryContent(file);
    }

    @Test
    void keepsWhatWasThereIfAConnectionIsCut() throws Exception {
        String upload = begin(FILE, "").at("/id");
        putAll(upload, FILE);

        for (int number = 1; number <= 3; number++) {
            try (Socket client = half(upload, number)) {
                client.setSoLinger(number % 2 == 0, 0);
            }
        }
        Thread.sleep(200);

        assertThat(received(upload)).containsExactly(1, 2, 3);
        assertThat(complete(upload).status()).isEqualTo(200);
        assertThat(fetch(upload).path()).hasBinaryContent(FILE);
    }

    /** Sends half of a part. */
    Socket half(String upload, int number) throws IOException {
        URI address = URI.create(api.address());
        Socket client = new Socket(address.getHost(), address.getPort());
        OutputStream out = client.getOutputStream();
        out.write("""
                PUT /api/v1/uploads/%s/parts/%d HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Length: %d\r
                \r
                """.formatted(upload, number, api.key(), part(FILE, number).length)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[part(FILE, number).length / 2]);
        out.flush();
        return client;
    }

    @Test
    void holdsNoDatabaseConnectionForSlowClients() throws Exception {
        String upload = begin(FILE, "").at("/id");
        List<Socket> slow = new ArrayList<>();
        try {
            for (int client = 0; client < 40; client++) {
                slow.add(half(upload, 1 + client % 2));
            }

            long before = System.nanoTime();
            assertThat(put(upload, 3, part(FILE, 3)).status()).isEqualTo(204);
            assertThat(received(upload)).containsExactly(3);
            assertThat(System.nanoTime() - before).isLessThan(4_000_000_000L);
        } finally {
            for (Socket client : slow) {
                client.close();
            }
        }
    }

    @Test
    void tellsWhatIsMissing() {
        String upload = begin(FILE, "").at("/id");
        put(upload, 2, part(FILE, 2));

        Answer answer = complete(upload);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/code")).isEqualTo("upload_incomplete");
        assertThat(answer.at("/detail")).contains(FILE.length + " bytes", PART + " were found", "parts 1, 3 are");
        assertThat(answer.at("/found/size")).isEqualTo(Integer.toString(PART));
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("/size");
        assertThat(received(upload)).containsExactly(2);
    }

    @Test
    void tellsTheDigestThatItFoundAndTakesTheRightPartsThen() {
        byte[] wrong = FILE.clone();
        wrong[PART + 7]++;
        String upload = begin(FILE, ",\"sha256\":\"" + Digests.of(FILE) + "\"").at("/id");
        putAll(upload, wrong);

        Answer answer = complete(upload);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/code")).isEqualTo("digest_mismatch");
        assertThat(answer.at("/detail")).contains(Digests.of(wrong));
        assertThat(answer.at("/found/sha256")).isEqualTo(Digests.of(wrong));
        assertThat(api.get("/uploads/" + upload).at("/state")).isEqualTo("OPEN");
        putAll(upload, FILE);
        assertThat(complete(upload).status()).isEqualTo(200);
        assertThat(fetch(upload).path()).hasBinaryContent(FILE);
    }

    /** As if the process had ended between two steps of completing an upload. */
    @Test
    void completesAnUploadThatWasSealedBefore() {
        String upload = begin(FILE, ",\"sha256\":\"" + Digests.of(FILE) + "\"").at("/id");
        putAll(upload, FILE);
        PartedArtifacts.Parted file = file(upload);
        store.seal(file, store.parts(file));

        assertThat(received(upload)).containsExactly(1, 2, 3);
        assertThat(put(upload, 1, part(FILE, 1)).at("/code")).isEqualTo("upload_closed");
        assertThat(complete(upload).status()).isEqualTo(200);
        assertThat(fetch(upload).path()).hasBinaryContent(FILE);
    }

    /** The store of the tests accepts parts of an upload that it has lost, and tells so at the end. */
    @Test
    void continuesAnUploadWhosePartsAreLost() {
        String upload = begin(FILE, "").at("/id");
        put(upload, 1, part(FILE, 1));
        store.delete(file(upload));

        assertThat(received(upload)).isEmpty();
        putAll(upload, FILE);
        if (complete(upload).status() == 422) {
            putAll(upload, FILE);
        }
        assertThat(complete(upload).status()).isEqualTo(200);
        assertThat(fetch(upload).path()).hasBinaryContent(FILE);
    }

    PartedArtifacts.Parted file(String upload) {
        return jdbc.sql("select * from upload where id = ?")
                .param(upload)
                .query((row, number) -> new PartedArtifacts.Parted(
                        row.getString("key"), row.getString("handle"), row.getLong("bytes"), row.getLong("part_bytes")))
                .single();
    }

    @Test
    void deletesWhateverHasArrived() {
        for (boolean isComplete : List.of(false, true)) {
            String upload = begin(FILE, "").at("/id");
            putAll(upload, FILE);
            PartedArtifacts.Parted file = file(upload);
            if (isComplete) {
                complete(upload);
            }

            Answer answer = api.send("DELETE", "/uploads/" + upload, "", Map.of());

            assertThat(answer.status()).isEqualTo(204);
            assertThat(api.get("/uploads/" + upload).at("/code")).isEqualTo("upload_not_found");
            assertThat(put(upload, 1, part(FILE, 1)).status()).isEqualTo(404);
            assertThat(complete(upload).status()).isEqualTo(404);
            assertThat(api.send("DELETE", "/uploads/" + upload, "", Map.of()).status())
                    .isEqualTo(404);
            assertThat(store.isSealed(file)).isFalse();
            assertThat(bytesInStore(file.key())).isEmpty();
        }
    }

    /** What the store holds under a key, as text. */
    abstract List<String> bytesInStore(String key);

    @Test
    void forgetsUploadsADayAfterTheirLastPart() {
        String abandoned = begin(FILE, "").at("/id");
        String active = begin(FILE, "").at("/id");
        String complete = begin(bytes(5, 1), "").at("/id");
        put(active, 1, part(FILE, 1));
        put(complete, 1, bytes(5, 1));
        complete(complete);
        PartedArtifacts.Parted file = file(complete);
        jdbc.sql("update upload set expires_at = now() - interval '1 second'").update();

        sweep.sweep();

        assertThat(api.get("/uploads/" + abandoned).status()).isEqualTo(404);
        assertThat(api.get("/uploads/" + complete).status()).isEqualTo(404);
        assertThat(bytesInStore(file.key())).isEmpty();
        assertThat(received(active)).containsExactly(1);
        assertThat(jdbc.sql("select expires_at > now() + interval '23 hours' from upload where id = ?")
                        .param(active)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void beginsOneUploadForRepeatedRequests() {
        String body = "{\"filename\":\"pets.zip\",\"size\":7}";
        Map<String, String> key = Map.of("Idempotency-Key", "upload-" + System.nanoTime());

        Answer first = api.send("POST", "/uploads", body, key);
        Answer second = api.send("POST", "/uploads", body, key);
        Answer other = api.send("POST", "/uploads", body.replace("7", "8"), key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        assertThat(other.at("/code")).isEqualTo("idempotency_key_reused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                      | /filename, /size
            {"filename":"","size":1}                                | /filename
            {"filename":"a","size":0}                               | /size
            {"filename":"a","size":-5,"sha256":"x"}                 | /sha256, /size
            {"filename":"a","size":"many"}                          | /size
            {"filename":"a","size":1.5}                             | /size
            {"filename":"a","size":9000000000000}                   | /size
            {"filename":"a","size":9223372036854775807}             | /size
            {"filename":"a","size":1,"parts":3}                     | /parts
            """)
    void namesEveryWrongField(String body, String pointers) {
        Answer answer = api.post("/uploads", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.each("/errors", "/pointer").stream().sorted().distinct())
                .containsExactly(pointers.split(", "));
    }

    /** Only the body of a part may be large. */
    @Test
    void keepsTheLimitOfOtherBodies() {
        String upload = begin(FILE, "").at("/id");

        for (String path : List.of("/uploads", "/uploads/" + upload + "/complete")) {
            assertThat(api.post(path, " ".repeat(300_000)).status()).as(path).isEqualTo(413);
        }
        assertThat(api.send(api.authorized("/uploads/" + upload + "/parts/1")
                                .POST(BodyPublishers.ofByteArray(new byte[300_000])))
                        .status())
                .isEqualTo(413);
    }

    static List<String> names(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.map(Path::toString).toList();
        } catch (IOException missing) {
            return List.of();
        }
    }
}
