package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole sign-in in a real browser, at a real Keycloak that is away at first. */
@Tag("chaos")
class KeycloakSignInTests {

    @TempDir
    Path data;

    @Test
    void signsInAtKeycloakOnceItIsThere() throws Exception {
        Dashboard.assumeBrowser();
        Keycloak.assumeUnpacked();
        int port = freePort();
        String project = defaultProject();
        try (ServerProcess server = start(port, project)) {
            assertThat(server.get("/api/v1/me").at("/administrator").asBoolean())
                    .as("the administrator's key while the provider is away")
                    .isTrue();
            play(server, "away", "");
            try (Keycloak keycloak = Keycloak.start(port, server.url() + "/api/v1/oidc/callback")) {
                play(server, "cancel", "");
                play(server, "login", "default");
                assertThat(ada(server).at("/administrator").asBoolean()).isTrue();

                keycloak.leaveGroups();
                play(server, "again", "Ada Lovelace");
            }
            JsonNode ada = ada(server);
            assertThat(ada.at("/administrator").asBoolean()).isFalse();
            assertThat(ada.at("/email").asString()).isEqualTo("ada@example.org");
            assertThat(actions(server)).contains("account.create", "member.set", "member.remove", "account.update");
        }
    }

    /** The settings name a project by its id, which exists after a first start. */
    private String defaultProject() throws Exception {
        try (ServerProcess first = ServerProcess.start(data).awaitHealthy()) {
            return first.get("/api/v1/me").at("/project/id").asString();
        }
    }

    private ServerProcess start(int port, String project) throws Exception {
        return ServerProcess.start(
                        data,
                        "--isograd.oidc.issuer=" + Keycloak.issuer(port),
                        "--isograd.oidc.client-id=isograd",
                        "--isograd.oidc.client-secret=for-tests-only",
                        "--isograd.oidc.name=Keycloak",
                        "--isograd.oidc.admin-group=operators",
                        "--isograd.oidc.groups[0].group=vision",
                        "--isograd.oidc.groups[0].project=" + project)
                .awaitHealthy();
    }

    private static void play(ServerProcess server, String step, String project) throws Exception {
        Process browser = Dashboard.play("provider.mjs", server, "--step", step, "--project", project);
        String said = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(browser.waitFor())
                .as("%s: %s%n%s", step, said, server.output())
                .isZero();
        assertThat(said.strip()).isEqualTo("done " + step);
    }

    private static JsonNode ada(ServerProcess server) throws Exception {
        return server.get("/api/v1/accounts")
                .at("/data")
                .valueStream()
                .filter(account -> account.at("/name").asString().equals("Ada Lovelace"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> actions(ServerProcess server) throws Exception {
        return server.get("/api/v1/audit")
                .at("/data")
                .valueStream()
                .map(entry -> entry.at("/action").asString())
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
