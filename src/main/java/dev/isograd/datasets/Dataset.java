package dev.isograd.datasets;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A registered data set; its images and labels lie in a {@link PreparedFolder}. */
@Entity
@Table(name = "dataset")
class Dataset {

    @Id
    private String id;

    private String name;
    private String title;
    private String license;
    private String notice;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> classes;

    private int channels;
    private int height;
    private int width;
    private int trainCount;
    private int testCount;
    private String digest;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Dataset() {}

    @SuppressWarnings("NullAway.Init") // describe() fills the rest
    Dataset(String id, Manifest manifest, String digest, Instant now) {
        this.id = id;
        this.name = manifest.name();
        this.createdAt = now;
        describe(manifest, digest);
    }

    /** Copies the manifest's fields, which may differ in a newer version of the data set. */
    final void describe(Manifest manifest, String newDigest) {
        title = manifest.title();
        license = manifest.license();
        notice = manifest.notice();
        classes = manifest.classes();
        channels = manifest.channels();
        height = manifest.height();
        width = manifest.width();
        trainCount = manifest.splits().train().count();
        testCount = manifest.splits().test().count();
        digest = newDigest;
    }

    String id() {
        return id;
    }

    Datasets.Size size() {
        return new Datasets.Size(trainCount, classes.size(), channels, height, width);
    }

    DatasetResponse response() {
        return new DatasetResponse(
                id, name, title, license, notice, channels, height, width, classes, trainCount, testCount, digest);
    }
}
