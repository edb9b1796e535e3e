package dev.isograd.worker;

import dev.isograd.ByteReaderContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class CrashReportFuzzTests extends ByteReaderContract {

    @TempDir
    private Path folder;

    @Override
    protected List<byte[]> samples() {
        String short_ = "# Problematic frame:\n# C  [libc.so.6+0x1]\n#\n";
        return List.of(
                short_.getBytes(StandardCharsets.UTF_8),
                (short_ + "é😀 line\n".repeat(7_000)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void read(byte[] input) throws IOException {
        CrashReport.read(Files.write(folder.resolve("hs_err.log"), input))
                .orElseThrow()
                .frame();
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of();
    }
}
