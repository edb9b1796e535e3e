package dev.isograd;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** A signed-in browser: sends the cookies of its sign-in and the token against forged requests. */
public final class Browser {

    private static final String SESSION = "ISOGRAD_SESSION=";
    private static final String XSRF = "XSRF-TOKEN=";

    private final Api api;
    private final Api.Answer signedIn;

    private Browser(Api api, Api.Answer signedIn) {
        this.api = api;
        this.signedIn = signedIn;
    }

    /** Sends a sign-in with the given body. */
    public static Browser signIn(Api api, String body) {
        return new Browser(
                api,
                api.send(api.anonymous("/api/v1/session")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))));
    }

    public static Browser byKey(Api api, String key) {
        return signIn(api, "{\"key\":\"" + key + "\"}");
    }

    public static Browser byToken(Api api, String token) {
        return signIn(api, "{\"token\":\"" + token + "\"}");
    }

    /** Returns the answer to the sign-in. */
    public Api.Answer answer() {
        return signedIn;
    }

    public HttpRequest.Builder request(String path) {
        return api.anonymous("/api/v1" + path).header("Cookie", sessionCookie().split(";")[0] + "; " + XSRF + token());
    }

    public int get(String path) {
        return api.send(request(path).GET()).status();
    }

    public Api.Answer send(String method, String path, String json) {
        return api.send(request(path)
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", token())
                .method(method, BodyPublishers.ofString(json)));
    }

    /** Returns the cookie with its attributes, or only its name if there is none. */
    public String sessionCookie() {
        return cookie(SESSION);
    }

    public String token() {
        return cookie(XSRF).split(";")[0].substring(XSRF.length());
    }

    private String cookie(String start) {
        return signedIn.http().headers().allValues("Set-Cookie").stream()
                .filter(it -> it.startsWith(start))
                .findFirst()
                .orElse(start);
    }
}
