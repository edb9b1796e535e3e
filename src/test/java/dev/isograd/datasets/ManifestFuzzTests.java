package dev.isograd.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.ByteReaderContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;

class ManifestFuzzTests extends ByteReaderContract {

    @TempDir
    private Path folder;

    @Override
    protected List<byte[]> samples() throws IOException {
        try (InputStream sample =
                new ClassPathResource("datasets/fashion-mnist-sample/manifest.json").getInputStream()) {
            return List.of(sample.readAllBytes());
        }
    }

    @Override
    protected void read(byte[] input) throws IOException {
        Files.write(folder.resolve(Manifest.FILE), input);
        Manifest manifest = new PreparedFolder(folder, new JsonMapper()).manifest();
        new StoredDataset("digest", manifest).bytes();
        assertThat(folder.resolve(manifest.splits().test().labels().file())).hasParentRaw(folder);
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(InvalidDataset.class);
    }
}
