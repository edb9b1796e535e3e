package dev.isograd.process;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Keycloak with one realm, one person and two groups. The chaos profile unpacks it into {@code target/keycloak}. */
final class Keycloak implements AutoCloseable {

    private static final Path UNPACKED = Path.of("target/keycloak").toAbsolutePath();
    private static final JsonMapper JSON = new JsonMapper();

    private final int port;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private Keycloak(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Skips the test where it is not unpacked. */
    static void assumeUnpacked() {
        boolean there = Files.isDirectory(UNPACKED);
        if (!there) {
            System.out.printf("SKIPPED: the sign-in test needs Keycloak in %s (./mvnw test -Pchaos)%n", UNPACKED);
        }
        assumeThat(there).isTrue();
    }

    static Keycloak start(int port, String redirect) throws IOException, InterruptedException {
        Path home;
        try (Stream<Path> folders = Files.list(UNPACKED)) {
            home = folders.findFirst().orElseThrow();
        }
        Path realm = Files.createDirectories(home.resolve("data/import")).resolve("lab-realm.json");
        Files.writeString(
                realm,
                new ClassPathResource("keycloak/lab-realm.json")
                        .getContentAsString(StandardCharsets.UTF_8)
                        .replace("REDIRECT", redirect));
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("keycloak.log").toFile());
        Keycloak started = new Keycloak(port, builder.start());
        started.awaitRealm(home.resolve("keycloak.log"));
        return started;
    }

    private void awaitRealm(Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (!answers()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("Keycloak did not start:\n" + Files.readString(log));
            }
            Thread.sleep(Duration.ofMillis(500));
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            HttpRequest request =
                    request("/realms/lab/.well-known/openid-configuration").build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    static String issuer(int port) {
        return "http://localhost:%d/realms/lab".formatted(port);
    }

    /** Takes the person out of all groups. */
    void leaveGroups() throws IOException, InterruptedException {
        String token = send(request("/realms/master/protocol/openid-connect/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "grant_type=password&client_id=admin-cli&username=admin&password=admin")))
                .at("/access_token")
                .asString();
        String person = get(token, "/users?username=ada").at("/0/id").asString();
        for (JsonNode group : get(token, "/users/" + person + "/groups")) {
            String address = "/admin/realms/lab/users/%s/groups/%s"
                    .formatted(person, group.at("/id").asString());
            HttpResponse<String> left = http.send(
                    request(address)
                            .header("Authorization", "Bearer " + token)
                            .DELETE()
                            .build(),
                    BodyHandlers.ofString());
            if (left.statusCode() != 204) {
                throw new AssertionError(left.statusCode() + " " + left.body());
            }
        }
    }

    private JsonNode get(String token, String path) throws IOException, InterruptedException {
        return send(request("/admin/realms/lab" + path).header("Authorization", "Bearer " + token));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
