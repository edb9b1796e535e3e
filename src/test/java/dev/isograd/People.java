package dev.isograd;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** Makes accounts, projects and keys through the API, with the administrator's key. */
public final class People {

    private final Api api;

    public People(Api api) {
        this.api = api;
    }

    /** An account with a key. */
    public record Person(String account, String key) {}

    /** Creates an account, whose key acts in the project that was made with it. */
    public Person account(String name) {
        Api.Answer made = api.post("/accounts", "{\"name\":\"" + name + "\"}");
        expect(201, made);
        return new Person(made.at("/id"), made.at("/key"));
    }

    /** Creates an account with a role in a project, and a key that acts there. */
    public Person member(String project, String role) {
        Person person = account(role);
        setRole(project, person, role);
        return new Person(person.account(), key(person, project, "[\"read\",\"submit\",\"admin\"]"));
    }

    public void setRole(String project, Person person, String role) {
        expect(
                200,
                api.send(
                        "PUT",
                        "/projects/" + project + "/members/" + person.account(),
                        "{\"role\":\"" + role + "\"}",
                        Map.of()));
    }

    /** Creates a key that acts for a person in a project. */
    public String key(Person person, String project, String scopes) {
        Api.Answer made = as(
                person.key(),
                "POST",
                "/api-keys",
                "{\"name\":\"key\",\"project\":\"" + project + "\",\"scopes\":" + scopes + "}");
        expect(201, made);
        return made.at("/key");
    }

    /** Creates a project, of which the administrator is an admin. */
    public String project(String fields) {
        Api.Answer made = api.post("/projects", "{\"name\":\"p" + System.nanoTime() + "\"" + fields + "}");
        expect(201, made);
        return made.at("/id");
    }

    /** Sends a request with another key than the administrator's. */
    public Api.Answer as(String key, String method, String path, String json) {
        return api.send(api.anonymous("/api/v1" + path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    private static void expect(int status, Api.Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }
}
