package dev.isograd.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Browser;
import dev.isograd.Ids;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import dev.isograd.People.Person;
import dev.isograd.access.Requires;
import dev.isograd.artifacts.PartedArtifacts;
import dev.isograd.jobs.SampleJobs;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every operation of the OpenAPI document, with every kind of caller, on resources of the caller's project and of another.
 *
 * <p>The expected rights are listed here a second time, independently of the annotations. An operation without a row fails.
 */
@IsogradTest
class AuthorizationIntegrationTests {

    /** Whoever sends a request; all but the first act in the same project. */
    private enum Who {
        NOBODY,
        VIEWER,
        MEMBER,
        ADMIN,
        /** An administrator of the service, who is only a viewer in the project. */
        ADMINISTRATOR,
        READ_KEY,
        SUBMIT_KEY,
        ADMIN_KEY
    }

    private static final Set<Who> ALL = Set.of(Who.values());
    private static final Set<Who> SIGNED_IN =
            Set.of(Who.VIEWER, Who.MEMBER, Who.ADMIN, Who.ADMINISTRATOR, Who.READ_KEY, Who.SUBMIT_KEY, Who.ADMIN_KEY);
    private static final Set<Who> SUBMITTERS = Set.of(Who.MEMBER, Who.ADMIN, Who.SUBMIT_KEY, Who.ADMIN_KEY);
    private static final Set<Who> ADMINS = Set.of(Who.ADMIN, Who.ADMIN_KEY);
    private static final Set<Who> ADMINS_AND_ADMINISTRATOR = Set.of(Who.ADMIN, Who.ADMIN_KEY, Who.ADMINISTRATOR);
    private static final Set<Who> ADMINISTRATORS = Set.of(Who.ADMINISTRATOR);

    /** Who may do what, and a body with which the operation gets as far as looking for the resource. */
    private record Row(Set<Who> allowed, String body) {}

    private static final Map<String, Row> ROWS = new TreeMap<>();

    private static void row(String operation, Set<Who> allowed, String body) {
        ROWS.put(operation, new Row(allowed, body));
    }

    static {
        row("GET /openapi.json", ALL, "");
        row("POST /session", ALL, "{}");
        row("GET /oidc", ALL, "");
        row("POST /oidc/exchange", ALL, "{}");
        row("GET /checkpoints/{id}/content", ALL, "");
        row("PUT /session/project", SIGNED_IN, "{}");
        row("DELETE /session", SIGNED_IN, "");
        row("GET /me", SIGNED_IN, "");
        row("GET /catalog", SIGNED_IN, "");
        row("GET /workers", SIGNED_IN, "");
        row("GET /datasets", SIGNED_IN, "");
        row("GET /datasets/{nameOrId}", SIGNED_IN, "");
        row("GET /projects", SIGNED_IN, "");
        row("GET /projects/{id}/members", SIGNED_IN, "");
        row("GET /jobs", SIGNED_IN, "");
        row("GET /jobs/facets", SIGNED_IN, "");
        row("GET /jobs/{id}", SIGNED_IN, "");
        row("GET /jobs/{id}/events", SIGNED_IN, "");
        row("GET /jobs/{id}/stream", SIGNED_IN, "");
        row("GET /jobs/{id}/metrics", SIGNED_IN, "");
        row("GET /jobs/{id}/logs", SIGNED_IN, "");
        row("GET /jobs/{id}/checkpoints", SIGNED_IN, "");
        row("GET /jobs/{id}/result", SIGNED_IN, "");
        row("GET /jobs/{id}/evaluation", SIGNED_IN, "");
        row("GET /jobs/{id}/exports", SIGNED_IN, "");
        row("GET /jobs/{id}/files/{name}", SIGNED_IN, "");
        row("POST /jobs/{id}/predictions", SIGNED_IN, "{}");
        row("POST /checkpoints/{id}/download", SIGNED_IN, "");
        row("POST /plans", SIGNED_IN, "{}");
        row("GET /comparisons", SIGNED_IN, "");
        row("GET /comparisons/{id}", SIGNED_IN, "");
        row("POST /comparisons", SUBMITTERS, "{}");
        row("POST /comparisons/{id}/cancel", SUBMITTERS, "");
        row("POST /jobs", SUBMITTERS, "{}");
        row("PATCH /jobs/{id}", SUBMITTERS, "{\"name\":\"renamed\"}");
        row("POST /jobs/{id}/cancel", SUBMITTERS, "");
        row("POST /jobs/{id}/kill", SUBMITTERS, "");
        row("POST /jobs/{id}/pause", SUBMITTERS, "");
        row("POST /jobs/{id}/resume", SUBMITTERS, "");
        row("DELETE /jobs/{id}", SUBMITTERS, "");
        row("POST /jobs/{id}/restore", SUBMITTERS, "");
        row("GET /projects/{id}/retention", SIGNED_IN, "");
        row("PATCH /projects/{id}/retention", ADMINS_AND_ADMINISTRATOR, "{\"logDays\":5}");
        row("POST /jobs/{id}/retry", SUBMITTERS, "{}");
        row("POST /jobs/{id}/fork", SUBMITTERS, "{}");
        row("GET /datasets/{nameOrId}/samples", SIGNED_IN, "");
        row("GET /datasets/{nameOrId}/samples/{split}/{index}", SIGNED_IN, "");
        row("POST /datasets", SUBMITTERS, "{}");
        row("DELETE /datasets/{nameOrId}", SUBMITTERS, "");
        row("GET /uploads/{id}", SIGNED_IN, "");
        row("POST /uploads", SUBMITTERS, "{}");
        row("PUT /uploads/{id}/parts/{n}", SUBMITTERS, "x");
        row("POST /uploads/{id}/complete", SUBMITTERS, "");
        row("DELETE /uploads/{id}", SUBMITTERS, "");
        row("POST /jobs/{id}/exports", SUBMITTERS, "{}");
        row("PATCH /checkpoints/{id}", SUBMITTERS, "{\"pinned\":true}");
        row("GET /api-keys", ADMINS, "");
        row("POST /api-keys", ADMINS, "{\"name\":\"made\"}");
        row("DELETE /api-keys/{id}", ADMINS, "");
        row("GET /webhooks", ADMINS, "");
        row("POST /webhooks", ADMINS, "{}");
        row("GET /webhooks/{id}", ADMINS, "");
        row("PATCH /webhooks/{id}", ADMINS, "{\"active\":true}");
        row("DELETE /webhooks/{id}", ADMINS, "");
        row("POST /webhooks/{id}/rotate-secret", ADMINS, "");
        row("POST /webhooks/{id}/test", ADMINS, "");
        row("GET /webhooks/{id}/deliveries", ADMINS, "");
        row("POST /deliveries/{id}/resend", ADMINS, "");
        row("PATCH /projects/{id}", ADMINS_AND_ADMINISTRATOR, "{\"slots\":5}");
        row("PUT /projects/{id}/members/{account}", ADMINS_AND_ADMINISTRATOR, "{\"role\":\"viewer\"}");
        row("DELETE /projects/{id}/members/{account}", ADMINS_AND_ADMINISTRATOR, "");
        row("POST /projects", ADMINISTRATORS, "{}");
        row("GET /accounts", ADMINISTRATORS, "");
        row("POST /accounts", ADMINISTRATORS, "{}");
        row("PATCH /accounts/{id}", ADMINISTRATORS, "{\"name\":\"renamed\"}");
        row("GET /audit", ADMINISTRATORS, "");
        row("GET /storage/check", ADMINISTRATORS, "");
        row("GET /admin/operations", ADMINISTRATORS, "");
        row("GET /admin/support-bundle", ADMINISTRATORS, "");
    }

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Ids ids;

    @Autowired
    private PartedArtifacts store;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private final Map<Who, String> keys = new EnumMap<>(Who.class);
    private String own = "";
    private String foreign = "";
    private String ownJob = "";
    private String foreignJob = "";

    @BeforeEach
    void createCallers() {
        People people = new People(api);
        own = people.project("");
        foreign = people.project("");
        keys.put(Who.VIEWER, people.member(own, "viewer").key());
        keys.put(Who.MEMBER, people.member(own, "member").key());
        Person admin = people.member(own, "admin");
        keys.put(Who.ADMIN, admin.key());
        keys.put(Who.READ_KEY, people.key(admin, own, "[\"read\"]"));
        keys.put(Who.SUBMIT_KEY, people.key(admin, own, "[\"submit\"]"));
        keys.put(Who.ADMIN_KEY, people.key(admin, own, "[\"admin\"]"));
        Person administrator = people.member(own, "viewer");
        api.send("PATCH", "/accounts/" + administrator.account(), "{\"administrator\":true}", Map.of());
        keys.put(Who.ADMINISTRATOR, administrator.key());
        ownJob = endedJob(people, keys.get(Who.MEMBER));
        foreignJob = endedJob(people, people.member(foreign, "member").key());
    }

    private static String endedJob(People people, String key) {
        String job = people.as(key, "POST", "/jobs", SampleJobs.SPEC).at("/id");
        people.as(key, "POST", "/jobs/" + job + "/cancel", "");
        return job;
    }

    @Test
    void knowsEveryOperation() {
        Set<String> operations = new TreeSet<>();
        api.send(api.anonymous("/api/v1/openapi.json").GET())
                .body()
                .at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> operations.add(method.toUpperCase(java.util.Locale.ROOT) + " "
                                + path.getKey().replace("/api/v1", ""))));

        assertThat(ROWS.keySet()).as("operations that need a row in this test").isEqualTo(operations);
    }

    @Test
    void namesARightForEveryEndpoint() {
        routes.getHandlerMethods().forEach((route, method) -> {
            if (route.getPatternValues().stream().anyMatch(path -> path.startsWith("/api/"))) {
                assertThat(method.hasMethodAnnotation(Requires.class))
                        .as(method + " without @Requires is closed to everybody")
                        .isTrue();
            }
        });
    }

    @Test
    void letsCallersDoInTheirProjectWhatTheirRightsAllow() {
        List<String> wrong = new ArrayList<>();
        ROWS.forEach((operation, row) -> {
            for (Who who : Who.values()) {
                Api.Answer answer = send(who, operation, row, own, ownJob);
                if (!asExpected(operation, row, who, answer)) {
                    wrong.add("%s by %s: %d %s".formatted(operation, who, answer.status(), answer.text()));
                }
            }
        });

        assertThat(wrong).isEmpty();
    }

    private static boolean asExpected(String operation, Row row, Who who, Api.Answer answer) {
        if (row.allowed().contains(who)) {
            // The content of a checkpoint needs a signature instead, and there is no trained network.
            boolean isMissing = answer.status() == 404 && !operation.endsWith("/files/{name}");
            boolean isRefused = answer.status() == 401
                    || answer.status() == 403 && !answer.at("/code").equals("link_not_valid");
            return !isMissing && !isRefused && answer.status() < 500;
        }
        return who == Who.NOBODY
                ? answer.status() == 401
                : answer.status() == 403 && answer.at("/code").equals("missing_right");
    }

    @Test
    void hidesResourcesOfOtherProjects() {
        List<String> leaks = new ArrayList<>();
        ROWS.forEach((operation, row) -> {
            if (operation.contains("{id}") && !operation.contains("/accounts") && row.allowed() != ALL) {
                for (Who who : SIGNED_IN) {
                    Api.Answer answer = send(who, operation, row, foreign, foreignJob);
                    boolean isTheirs = who == Who.ADMINISTRATOR && operation.contains("/projects");
                    if (isTheirs ? answer.status() >= 300 : answer.status() != 404) {
                        leaks.add("%s by %s: %d %s".formatted(operation, who, answer.status(), answer.text()));
                    }
                }
            }
        });

        assertThat(leaks).isEmpty();
    }

    /** A right that is missing must not be told apart by whether a resource exists elsewhere. */
    @Test
    void answersAlikeToForeignAndMissingResources() {
        for (String path : List.of("/jobs/%s/cancel", "/checkpoints/%s/download", "/api-keys/%s")) {
            String method = path.startsWith("/api-keys") ? "DELETE" : "POST";
            String kind = path.startsWith("/jobs") ? "job" : path.startsWith("/checkpoints") ? "ckpt" : "key";
            String there = kind.equals("job")
                    ? foreignJob
                    : kind.equals("ckpt") ? checkpoint(foreign, foreignJob) : key(foreign);
            for (Who who : SIGNED_IN) {
                Api.Answer foreignAnswer = send(who, method, path.formatted(there), "");
                Api.Answer missing = send(who, method, path.formatted(kind + "_01hf7yat000000000000000000"), "");
                assertThat(foreignAnswer.status()).isEqualTo(missing.status()).isEqualTo(404);
                assertThat(foreignAnswer.at("/code")).isEqualTo(missing.at("/code"));
            }
        }
    }

    @Test
    void hidesOtherProjectsInBodiesAndParameters() {
        for (Who who : SIGNED_IN) {
            Api.Answer list = send(who, "GET", "/jobs?project=" + foreign, "");
            assertThat(list.status()).as(who.name()).isEqualTo(404);
        }
        String stranger = new People(api).account("stranger").key();
        Api.Answer key =
                new People(api).as(stranger, "POST", "/api-keys", "{\"name\":\"k\",\"project\":\"" + own + "\"}");
        assertThat(key.status()).isEqualTo(404);
    }

    @Test
    void givesSessionsTheRightsOfTheirKey() {
        Browser viewer = Browser.byKey(api, Objects.requireNonNull(keys.get(Who.READ_KEY)));

        assertThat(viewer.get("/jobs/" + ownJob)).isEqualTo(200);
        assertThat(viewer.send("POST", "/jobs", "{}").at("/code")).isEqualTo("missing_right");
        assertThat(viewer.send("POST", "/jobs/" + foreignJob + "/cancel", "").status())
                .isEqualTo(404);
    }

    private Api.Answer send(Who who, String operation, Row row, String project, String job) {
        String[] parts = operation.split(" ");
        String path = parts[1].replace("{nameOrId}", "fashion-mnist-sample").replace("{name}", "weights.safetensors");
        path = path.replace("{n}", "1").replace("{split}", "train").replace("{index}", "0");
        if (path.contains("{account}")) {
            path = path.replace("{account}", member(project));
        }
        if (path.contains("{id}")) {
            path = path.replace("{id}", resource(path, project, job));
        }
        return send(who, parts[0], path, row.body());
    }

    private String resource(String path, String project, String job) {
        return switch (path.split("/")[1]) {
            case "jobs" -> undeleted(job);
            case "checkpoints" -> checkpoint(project, job);
            case "uploads" -> upload(project);
            case "comparisons" -> comparison(project);
            case "api-keys" -> key(project);
            case "webhooks" -> webhook(project);
            case "deliveries" -> delivery(webhook(project));
            case "projects" -> project;
            case "accounts" -> member(project);
            default -> throw new IllegalArgumentException("Which resource is at " + path + "?");
        };
    }

    /** An operation before may have deleted it. */
    private String undeleted(String job) {
        jdbc.sql("update job set deleted_at = null where id = ?").param(job).update();
        return job;
    }

    private Api.Answer send(Who who, String method, String path, String body) {
        HttpRequest.Builder request = api.anonymous("/api/v1" + path).header("If-Match", "\"other\"");
        if (who != Who.NOBODY) {
            request.header("Authorization", "Bearer " + keys.get(who));
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return api.send(
                request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private String comparison(String project) {
        String comparison = ids.next("cmp");
        jdbc.sql("insert into comparison values (:id, :project, 'comparison', '{}', '[]', '{}', now())")
                .param("id", comparison)
                .param("project", project)
                .update();
        return comparison;
    }

    /** Nothing listens at the address. */
    private String webhook(String project) {
        String webhook = ids.next("whk");
        jdbc.sql("""
                insert into webhook (id, project_id, url, events, format, secret, created_at)
                values (:id, :project, 'http://127.0.0.1:1/', '{job.failed}', 'STANDARD', 'whsec_MDEy', now())""").param("id", webhook).param("project", project).update();
        return webhook;
    }

    private String delivery(String webhook) {
        String delivery = ids.next("dlv");
        jdbc.sql("""
                insert into webhook_delivery (id, webhook_id, event_id, type, subject, state, body)
                values (:id, :webhook, :id, 'job.failed', :id, 'FAILED', '{}')""").param("id", delivery).param("webhook", webhook).update();
        return delivery;
    }

    /** Adds an account to a project, to be changed or removed. */
    private String member(String project) {
        String account = ids.next("acc");
        jdbc.sql("insert into account (id, name, created_at) values (:id, 'member', now())")
                .param("id", account)
                .update();
        jdbc.sql("insert into project_member values (:project, :id, 'VIEWER', now())")
                .param("id", account)
                .param("project", project)
                .update();
        return account;
    }

    /** Adds a key to a project, to be revoked. */
    private String key(String project) {
        String key = ids.next("key");
        jdbc.sql("""
                insert into api_key (id, project_id, account_id, name, public_id, secret_hash, created_at)
                select :id, id, account_id, 'victim', :id, '', now() from project where id = :project""").param("id", key).param("project", project).update();
        return key;
    }

    private String upload(String project) {
        String upload = ids.next("upl");
        String key = "projects/%s/uploads/%s".formatted(project, upload);
        jdbc.sql("""
                insert into upload (id, project_id, filename, bytes, part_bytes, key, handle, created_at, expires_at)
                values (:id, :project, 'pets.zip', 1, 1, :key, :handle, now(), now() + interval '1 day')""")
                .param("id", upload)
                .param("project", project)
                .param("key", key)
                .param("handle", store.begin(key))
                .update();
        return upload;
    }

    private String checkpoint(String project, String job) {
        String checkpoint = ids.next("ckpt");
        jdbc.sql("""
                insert into checkpoint (id, project_id, job_id, attempt, step, epoch, reason, bytes, sha256, key,
                    manifest_key, manifest_sha256, train_seconds, step_seconds, created_at)
                select :id, :project, :job, 1, count(*) + 1, 0, 'STOP', 1, 'x', :id, :id, 'x', 1, 1, now()
                from checkpoint where job_id = :job""")
                .param("id", checkpoint)
                .param("project", project)
                .param("job", job)
                .update();
        return checkpoint;
    }
}
