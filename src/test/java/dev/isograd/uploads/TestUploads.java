package dev.isograd.uploads;

import dev.isograd.Api;
import java.net.http.HttpRequest;

/** Uploads small files in tests, in one part. */
public final class TestUploads {

    private TestUploads() {}

    /** Returns the id of the complete upload. */
    public static String upload(Api api, String fileName, byte[] content) {
        String id = checked(
                        201,
                        api.post("/uploads", "{\"filename\":\"%s\",\"size\":%d}".formatted(fileName, content.length)))
                .at("/id");
        checked(
                200,
                api.send(api.authorized("/uploads/" + id + "/parts/1")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content))));
        checked(200, api.post("/uploads/" + id + "/complete", ""));
        return id;
    }

    private static Api.Answer checked(int status, Api.Answer answer) {
        if (answer.status() / 100 != status / 100) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer;
    }
}
