package dev.isograd.datasets;

import dev.isograd.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Prepares and registers the sample shipped with Isograd, and Fashion-MNIST if the machine has it. */
@Component
class DatasetSetup implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetSetup.class);
    static final String SAMPLE = "fashion-mnist-sample";
    private static final long LOCK_ID = 0x15067AD0_0002L;

    private final DatasetFolders folders;
    private final BuiltInDatasets builtIn;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;
    private final JsonMapper json;
    private final FashionMnist fashionMnist;

    DatasetSetup(
            DatasetFolders folders,
            BuiltInDatasets builtIn,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock,
            JsonMapper json,
            DatasetProperties properties) {
        this.folders = folders;
        this.builtIn = builtIn;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
        this.fashionMnist = new FashionMnist(properties.fashionMnist(), json);
    }

    /**
     * Prepares the sample at once, in a tenth of a second, and Fashion-MNIST in the background to keep the startup
     * short.
     */
    @Override
    public void afterSingletonsInstantiated() {
        PreparedFolder sample = folder(SAMPLE);
        if (!sample.exists() || !Arrays.equals(sample.manifestBytes(), resource(Manifest.FILE))) {
            sample.write(DatasetSetup::unpack);
        }
        register(sample);
        if (fashionMnist.isInstalled()) {
            Thread.ofVirtual().name("fashion-mnist").start(this::convertFashionMnist);
        }
    }

    private void convertFashionMnist() {
        try {
            PreparedFolder folder = folder(FashionMnist.NAME);
            if (!folder.exists()) {
                folder.write(fashionMnist::convert);
            }
            register(folder);
        } catch (RuntimeException broken) {
            LOG.error("The installed Fashion-MNIST files are unusable; the service continues without them", broken);
        }
    }

    private PreparedFolder folder(String name) {
        return new PreparedFolder(folders.folder(name), json);
    }

    private void register(PreparedFolder folder) {
        Manifest manifest = folder.manifest();
        transaction.executeWithoutResult(status -> {
            // Several processes may start at once on a new database; the lock makes them register one after the other.
            jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, LOCK_ID);
            builtIn.register(manifest, folder.digest());
        });
    }

    private static byte[] unpack(Path folder) throws IOException {
        for (String file : List.of("train-images.u8", "train-labels.i32", "test-images.u8", "test-labels.i32")) {
            Files.write(folder.resolve(file), resource(file));
        }
        return resource(Manifest.FILE);
    }

    private static byte[] resource(String file) {
        try (InputStream in = new ClassPathResource("datasets/" + SAMPLE + "/" + file).getInputStream()) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException("The jar does not contain " + file + " of the sample data set", failed);
        }
    }
}
