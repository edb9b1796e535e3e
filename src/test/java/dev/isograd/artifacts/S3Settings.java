package dev.isograd.artifacts;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Binds S3 settings for the test server in the same way as settings from a file. */
final class S3Settings {

    private S3Settings() {}

    /** @param more other settings, such as {@code attempts=2} */
    static S3Properties of(URI endpoint, String bucket, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "s3.endpoint",
                endpoint.toString(),
                "s3.bucket",
                bucket,
                "s3.path-style",
                "true",
                "s3.access-key",
                S3Server.ACCESS_KEY,
                "s3.secret-key",
                S3Server.SECRET_KEY,
                "s3.part-size",
                "5MB"));
        for (String setting : more) {
            settings.put(
                    "s3." + setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("s3", S3Properties.class);
    }
}
