package dev.isograd.datasets;

import dev.isograd.Ids;
import java.sql.Timestamp;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Registers the data sets that belong to no project. */
@Component
class BuiltInDatasets {

    private static final String REGISTER = """
            insert into dataset (id, name, title, license, notice, classes, channels, height, width, train_count,
                test_count, bytes, digest, created_at)
            values (:id, :name, :title, :license, :notice, cast(:classes as jsonb), :channels, :height, :width, :train,
                :test, :bytes, :digest, :now)
            on conflict (coalesce(project_id, ''), name, version) do update
            set title = excluded.title, license = excluded.license, notice = excluded.notice,
                classes = excluded.classes, channels = excluded.channels, height = excluded.height,
                width = excluded.width, train_count = excluded.train_count, test_count = excluded.test_count,
                bytes = excluded.bytes, digest = excluded.digest""";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Ids ids;
    private final InstantSource clock;

    BuiltInDatasets(JdbcClient jdbc, JsonMapper json, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** Adds a data set, or describes it anew, because its pictures may differ in a newer version of the service. */
    void register(Manifest manifest, String digest) {
        jdbc.sql(REGISTER)
                .param("id", ids.next("ds"))
                .param("name", manifest.name())
                .param("title", manifest.title())
                .param("license", manifest.license())
                .param("notice", manifest.notice())
                .param("classes", json.writeValueAsString(manifest.classes()))
                .param("channels", manifest.channels())
                .param("height", manifest.height())
                .param("width", manifest.width())
                .param("train", manifest.splits().train().count())
                .param("test", manifest.splits().test().count())
                .param("bytes", manifest.bytes())
                .param("digest", digest)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}
