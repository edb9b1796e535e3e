package dev.isograd.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import dev.isograd.People.Person;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.library.TestImports;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class AuditIntegrationTests {

    private static final Set<String> CHANGES = Set.of("post", "put", "patch", "delete");

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Autowired
    private TestImports imports;

    @Autowired
    private JdbcClient jdbc;

    /** How to carry out each operation that changes rights or deletes something. */
    private Map<String, Supplier<Api.Answer>> examples() {
        People people = new People(api);
        String project = people.project("");
        Person member = people.member(project, "member");
        String key = api.post("/api-keys", "{\"name\":\"audited\"}").at("/id");
        String membership = "/projects/" + project + "/members/" + member.account();
        Map<String, Supplier<Api.Answer>> examples = new HashMap<>(Map.of(
                "post /accounts", () -> api.post("/accounts", "{\"name\":\"audited\"}"),
                "patch /accounts/{id}",
                        () -> api.send("PATCH", "/accounts/" + member.account(), "{\"name\":\"x\"}", Map.of()),
                "post /projects", () -> api.post("/projects", "{\"name\":\"audited " + project + "\"}"),
                "patch /projects/{id}", () -> api.send("PATCH", "/projects/" + project, "{\"slots\":7}", Map.of()),
                "put /projects/{id}/members/{account}",
                        () -> api.send("PUT", membership, "{\"role\":\"viewer\"}", Map.of()),
                "delete /projects/{id}/members/{account}", () -> api.send("DELETE", membership, "", Map.of()),
                "post /api-keys", () -> api.post("/api-keys", "{\"name\":\"audited\"}"),
                "delete /api-keys/{id}", () -> api.send("DELETE", "/api-keys/" + key, "", Map.of())));
        examples.put(
                "patch /projects/{id}/retention",
                () -> api.send("PATCH", "/projects/" + project + "/retention", "{\"logDays\":7}", Map.of()));
        String job = jobs.submit();
        jobs.cancel(job);
        examples.put("delete /jobs/{id}", () -> api.send("DELETE", "/jobs/" + job, "", Map.of()));
        String upload = api.post("/uploads", "{\"filename\":\"audited.zip\",\"size\":1}")
                .at("/id");
        examples.put("delete /uploads/{id}", () -> api.send("DELETE", "/uploads/" + upload, "", Map.of()));
        String dataset = imports.ready(jobs.caller(), "audited").id();
        examples.put("delete /datasets/{nameOrId}", () -> api.send("DELETE", "/datasets/" + dataset, "", Map.of()));
        String webhook = api.post(
                        "/webhooks", "{\"url\":\"https://example.org/x?token=secret\",\"events\":[\"job.failed\"]}")
                .at("/id");
        examples.put("delete /webhooks/{id}", () -> api.send("DELETE", "/webhooks/" + webhook, "", Map.of()));
        return examples;
    }

    @Test
    void recordsEachChangeOfRightsAndEachDeletionOnce() {
        Map<String, Supplier<Api.Answer>> examples = examples();
        assertThat(examples.keySet()).as("operations that need an example here").isEqualTo(audited());

        // The order matters for the membership: it is changed before it ends.
        new TreeSet<>(examples.keySet()).descendingSet().forEach(operation -> {
            int before = rows();
            Api.Answer answer = Objects.requireNonNull(examples.get(operation)).get();
            assertThat(answer.status()).as(operation + " " + answer.text()).isBetween(200, 204);
            assertThat(rows() - before).as(operation).isOne();
        });
    }

    /** Every operation of the document that changes accounts, projects or keys, and every deletion but a sign-out. */
    private Set<String> audited() {
        Set<String> operations = new TreeSet<>();
        api.send(api.anonymous("/api/v1/openapi.json").GET())
                .body()
                .at("/paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().forEach(method -> {
                    String address = path.getKey().replace("/api/v1", "");
                    boolean isAboutRights = address.matches("/(accounts|projects|api-keys)(/.*)?");
                    if (CHANGES.contains(method) && isAboutRights
                            || method.equals("delete") && !address.equals("/session")) {
                        operations.add(method.toLowerCase(Locale.ROOT) + " " + address);
                    }
                }));
        return operations;
    }

    @Test
    void tellsWhoDidWhatAndFromWhere() {
        String me = api.get("/me").at("/account/id");
        Api.Answer made = api.post("/api-keys", "{\"name\":\"seen\",\"scopes\":[\"read\"]}");

        Api.Answer audit = api.get("/audit?limit=1");

        assertThat(audit.at("/data/0/account")).isEqualTo(me);
        assertThat(audit.at("/data/0/key")).startsWith("key_").isNotEqualTo(made.at("/id"));
        assertThat(audit.at("/data/0/authentication")).isEqualTo("key");
        assertThat(audit.at("/data/0/action")).isEqualTo("key.create");
        assertThat(audit.at("/data/0/object")).isEqualTo(made.at("/id"));
        assertThat(audit.at("/data/0/details/scopes/0")).isEqualTo("read");
        assertThat(audit.at("/data/0/address")).matches("127\\.0\\.0\\.1|0:0:0:0:0:0:0:1");
        assertThat(audit.text()).doesNotContain(made.at("/key"));
    }

    @Test
    void recordsNoRefusedChange() {
        int before = rows();

        api.post("/accounts", "{}");
        api.send("DELETE", "/api-keys/key_none", "", Map.of());
        api.send("PATCH", "/accounts/" + api.get("/me").at("/account/id"), "{\"active\":false}", Map.of());

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void listsByPagesNewestFirst() {
        List.of("one", "two", "three").forEach(name -> api.post("/api-keys", "{\"name\":\"" + name + "\"}"));

        Api.Answer first = api.get("/audit?limit=2");
        Api.Answer second = api.get("/audit?limit=1&after=" + first.at("/next"));

        assertThat(first.each("/data", "/details/name")).containsExactly("three", "two");
        assertThat(second.each("/data", "/details/name")).containsExactly("one");
        assertThat(api.get("/audit?after=key_1").at("/code")).isEqualTo("invalid_query");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"update audit_entry set action = 'x'", "delete from audit_entry", "truncate table audit_entry"})
    void onlyGrows(String sql) {
        api.post("/api-keys", "{\"name\":\"kept\"}");

        assertThatThrownBy(() -> jdbc.sql(sql).update()).isInstanceOf(DataAccessException.class);
    }

    private int rows() {
        return jdbc.sql("select count(*) from audit_entry").query(Integer.class).single();
    }
}
