package dev.isograd.identity;

import dev.isograd.Api;
import dev.isograd.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A browser that signs in at the identity provider, one redirect after the other. */
final class Visitor {

    private final Api api;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Visitor(Api api) {
        this.api = api;
    }

    /** Signs in and returns the page to which the service leads. */
    String signIn() {
        return location(open(callback()));
    }

    /** Returns the address with which the provider sends the browser back. */
    String callback() {
        return location(open(begin("/jobs")));
    }

    /** Returns the address of the provider to which the service leads. */
    String begin(String page) {
        return location(get(SignInAddresses.BEGIN + "?return=" + page));
    }

    Answer get(String path) {
        return open(api.address() + path);
    }

    Answer open(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    Answer send(String method, String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(api.address() + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", cookie("XSRF-TOKEN"))
                .method(method, BodyPublishers.ofString(json)));
    }

    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    void setCookie(String name, String value) {
        List.copyOf(cookies.getCookieStore().getCookies()).stream()
                .filter(old -> old.getName().equals(name))
                .forEach(old -> cookies.getCookieStore().remove(null, old));
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(api.address()), cookie);
    }

    static String location(Answer answer) {
        if (answer.status() != 302) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.header("Location");
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
