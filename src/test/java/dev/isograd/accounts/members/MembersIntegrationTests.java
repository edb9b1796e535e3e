package dev.isograd.accounts.members;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Browser;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import dev.isograd.People.Person;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@IsogradTest
class MembersIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    private People people;

    @BeforeEach
    void setUp() {
        people = new People(api);
    }

    @Test
    void showsTheFirstKeyOfAnAccountOnce() {
        Map<String, String> once = Map.of("Idempotency-Key", "account-" + System.nanoTime());
        String body = "{\"name\":\"Ada\",\"email\":\"ada@example.com\"}";

        Api.Answer made = api.send("POST", "/accounts", body, once);
        Api.Answer again = api.send("POST", "/accounts", body, once);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/accounts/" + made.at("/id"));
        assertThat(made.at("/email")).isEqualTo("ada@example.com");
        assertThat(again.at("/id")).isEqualTo(made.at("/id"));
        assertThat(again.text()).doesNotContain("\"key\"");
        assertThat(api.get("/accounts").text()).contains(made.at("/id")).doesNotContain(made.at("/key"));
        Api.Answer me = people.as(made.at("/key"), "GET", "/me", "");
        assertThat(me.at("/account/id")).isEqualTo(made.at("/id"));
        assertThat(me.at("/role")).isEqualTo("admin");
        assertThat(me.body().at("/administrator").asBoolean()).isFalse();
    }

    @Test
    void separatesTheProjectsOfTwoAccounts() {
        Person one = people.account("one");
        Person other = people.account("other");

        Api.Answer job = people.as(one.key(), "POST", "/jobs", SampleJobs.SPEC);

        assertThat(job.status()).isEqualTo(201);
        assertThat(people.as(other.key(), "GET", "/jobs/" + job.at("/id"), "").status())
                .isEqualTo(404);
        assertThat(people.as(other.key(), "GET", "/jobs", "").each("/data", "/id"))
                .isEmpty();
    }

    @Test
    void endsKeysOfAnInactiveAccountForGood() {
        Person person = people.account("leaver");
        assertThat(api.send("PATCH", "/accounts/" + person.account(), "{\"active\":false}", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(people.as(person.key(), "GET", "/me", "").status()).isEqualTo(401);

        Api.Answer back = api.send("PATCH", "/accounts/" + person.account(), "{\"active\":true}", Map.of());

        assertThat(people.as(person.key(), "GET", "/me", "").status()).isEqualTo(401);
        assertThat(people.as(back.at("/key"), "GET", "/me", "").status()).isEqualTo(200);
        assertThat(api.send("PATCH", "/accounts/" + person.account(), "{\"active\":true}", Map.of())
                        .text())
                .doesNotContain("\"key\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"active\":false}", "{\"administrator\":false}"})
    void keepsTheLastAdministrator(String body) {
        String self = api.get("/me").at("/account/id");

        Api.Answer refused = api.send("PATCH", "/accounts/" + self, body, Map.of());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("last_administrator");
        assertThat(api.get("/me").status()).isEqualTo(200);
    }

    @Test
    void makesAnotherAdministrator() {
        Person second = people.account("second");
        assertThat(people.as(second.key(), "GET", "/accounts", "").status()).isEqualTo(403);

        api.send("PATCH", "/accounts/" + second.account(), "{\"administrator\":true}", Map.of());

        assertThat(people.as(second.key(), "GET", "/accounts", "").status()).isEqualTo(200);
        assertThat(people.as(second.key(), "PATCH", "/accounts/" + second.account(), "{\"active\":false}")
                        .status())
                .isEqualTo(200);
        assertThat(people.as(second.key(), "GET", "/accounts", "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/accounts|{}",
                "POST|/accounts|{'name':''}",
                "POST|/accounts|{'name':'a','active':false}",
                "POST|/accounts|{'name':'a','administrator':true}",
                "POST|/accounts|{'name':'a','email':'nowhere'}",
                "POST|/accounts|{'name':'a\\u202eb'}",
                "PATCH|/accounts/{account}|{'aktive':false}",
                "PATCH|/accounts/{account}|{'active':null}",
                "PATCH|/accounts/{account}|{'active':'no'}",
                "PATCH|/accounts/{account}|{'name':' '}",
                "POST|/projects|{}",
                "POST|/projects|{'name':'p','slots':-1}",
                "POST|/projects|{'name':'p','slots':1.5}",
                "POST|/projects|{'name':'p','bytes':-1}",
                "POST|/projects|{'name':'p','owner':'acc_1'}",
                "PATCH|/projects/{project}|{'name':null}",
                "PATCH|/projects/{project}|{'slot':1}",
                "PUT|/projects/{project}/members/{account}|{}",
                "PUT|/projects/{project}/members/{account}|{'role':'owner'}",
                "PUT|/projects/{project}/members/{account}|{'role':'ADMIN'}",
                "POST|/api-keys|{'name':'k','scopes':[]}",
                "POST|/api-keys|{'name':'k','scopes':['write']}",
                "POST|/api-keys|{'name':'k','scopes':'read'}",
                "POST|/api-keys|{'name':'k','scopes':[null]}",
                "POST|/api-keys|{'name':'k','expiresAt':'2020-01-01T00:00:00Z'}",
                "POST|/api-keys|{'name':'k','expiresAt':'2999-01-01T00:00:00Z'}",
                "POST|/api-keys|{'name':'k','expiresAt':'tomorrow'}",
                "POST|/api-keys|{'name':'k','expiresAt':7}"
            })
    void refusesWrongFields(String method, String path, String body) {
        String address = path.replace("{account}", api.get("/me").at("/account/id"))
                .replace("{project}", api.get("/me").at("/project/id"));

        Api.Answer answer = api.send(method, address, body.replace('\'', '"'), Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.body().at("/errors").size()).isPositive();
    }

    @Test
    void namesTheWrongScopeByItsIndex() {
        Api.Answer answer = api.post("/api-keys", "{\"name\":\"k\",\"scopes\":[\"read\",\"all\"]}");

        assertThat(answer.at("/errors/0/pointer")).isEqualTo("/scopes/1");
    }

    @Test
    void createsListsAndChangesProjects() {
        String project = people.project(",\"slots\":3,\"bytes\":5000000000");

        Api.Answer changed = api.send("PATCH", "/projects/" + project, "{\"slots\":null}", Map.of());

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().at("/slots").isNull()).isTrue();
        assertThat(changed.body().at("/bytes").asLong()).isEqualTo(5_000_000_000L);
        assertThat(changed.at("/role")).isEqualTo("admin");
        assertThat(api.get("/projects").each("/data", "/id")).contains(project);
        assertThat(people.as(people.account("stranger").key(), "GET", "/projects", "")
                        .each("/data", "/id"))
                .doesNotContain(project);
        Api.Answer taken = api.post("/projects", "{\"name\":\"" + changed.at("/name") + "\"}");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.at("/code")).isEqualTo("project_exists");
    }

    @Test
    void honorsTheSlotsOfAProjectInTheQueue() {
        String project = people.project(",\"slots\":1");
        String key = people.member(project, "member").key();
        people.as(key, "POST", "/jobs", SampleJobs.SPEC);
        people.as(key, "POST", "/jobs", SampleJobs.SPEC);
        assertThat(jobs.tryClaim()).isPresent();
        assertThat(jobs.tryClaim()).isEmpty();

        api.send("PATCH", "/projects/" + project, "{\"slots\":2}", Map.of());

        assertThat(jobs.tryClaim()).isPresent();
    }

    @Test
    void givesAndTakesRoles() {
        String project = people.project("");
        Person person = people.member(project, "viewer");
        assertThat(people.as(person.key(), "GET", "/jobs", "").status()).isEqualTo(200);
        assertThat(people.as(person.key(), "POST", "/jobs", SampleJobs.SPEC).status())
                .isEqualTo(403);

        people.setRole(project, person, "member");
        assertThat(people.as(person.key(), "POST", "/jobs", SampleJobs.SPEC).status())
                .isEqualTo(201);

        Browser browser = Browser.byKey(api, person.key());
        String member = "/projects/" + project + "/members/" + person.account();
        assertThat(api.send("DELETE", member, "", Map.of()).status()).isEqualTo(204);
        assertThat(people.as(person.key(), "GET", "/jobs", "").status()).isEqualTo(401);
        assertThat(browser.get("/jobs")).isEqualTo(401);
        assertThat(api.send("DELETE", member, "", Map.of()).at("/code")).isEqualTo("member_not_found");
    }

    @Test
    void keepsTheLastAdminOfAProject() {
        String project = people.project("");
        String self = "/projects/" + project + "/members/" + api.get("/me").at("/account/id");

        assertThat(api.send("DELETE", self, "", Map.of()).at("/code")).isEqualTo("last_admin");
        assertThat(api.send("PUT", self, "{\"role\":\"member\"}", Map.of()).at("/code"))
                .isEqualTo("last_admin");

        Person other = people.member(project, "admin");
        assertThat(api.send("DELETE", self, "", Map.of()).status()).isEqualTo(204);
        assertThat(people.as(other.key(), "GET", "/projects/" + project + "/members", "")
                        .each("/data", "/account"))
                .containsExactly(other.account());
    }

    @Test
    void addsNoInactiveOrUnknownMembers() {
        String members = "/projects/" + people.project("") + "/members/";
        Person person = people.account("inactive");
        api.send("PATCH", "/accounts/" + person.account(), "{\"active\":false}", Map.of());

        assertThat(api.send("PUT", members + person.account(), "{\"role\":\"viewer\"}", Map.of())
                        .at("/code"))
                .isEqualTo("account_inactive");
        assertThat(api.send("PUT", members + "acc_nobody", "{\"role\":\"viewer\"}", Map.of())
                        .at("/code"))
                .isEqualTo("account_not_found");
    }

    @Test
    void createsKeysOnlyForProjectsOfTheAccount() {
        Person person = people.account("alone");
        String project = people.project("");

        Api.Answer foreign =
                people.as(person.key(), "POST", "/api-keys", "{\"name\":\"k\",\"project\":\"" + project + "\"}");

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.at("/code")).isEqualTo("project_not_found");
    }

    @Test
    void limitsKeysToWhatTheAccountMay() {
        String project = people.project("");
        Person viewer = people.account("viewer");
        people.setRole(project, viewer, "viewer");

        String key = people.key(viewer, project, "[\"admin\"]");

        assertThat(people.as(key, "GET", "/me", "").body().at("/scopes").toString())
                .isEqualTo("[\"read\"]");
        assertThat(people.as(key, "POST", "/jobs", SampleJobs.SPEC).at("/code")).isEqualTo("missing_right");
    }

    @Test
    void letsNoKeyOutliveTheKeyThatCreatesIt() {
        Api.Answer hour = api.post(
                "/api-keys",
                "{\"name\":\"hour\",\"expiresAt\":\"%s\"}"
                        .formatted(java.time.Instant.now().plusSeconds(3600)));

        Api.Answer child = people.as(hour.at("/key"), "POST", "/api-keys", "{\"name\":\"child\"}");
        Api.Answer longer = people.as(
                hour.at("/key"),
                "POST",
                "/api-keys",
                "{\"name\":\"longer\",\"expiresAt\":\"%s\"}"
                        .formatted(java.time.Instant.now().plusSeconds(7200)));

        assertThat(child.at("/expiresAt")).isEqualTo(hour.at("/expiresAt"));
        assertThat(longer.at("/errors/0/pointer")).isEqualTo("/expiresAt");
    }
}
