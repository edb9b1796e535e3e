package dev.isograd.stream;

import dev.isograd.ByteReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class StreamPositionFuzzTests extends ByteReaderContract {

    private static final String JOB = "job_1";

    @Override
    protected List<byte[]> samples() {
        StreamPosition position = StreamPosition.of(JOB, Map.of('e', 3L, 'm', 999L));
        return List.of(
                bytes(StreamPosition.BEGINNING),
                bytes(position.toString()),
                bytes(position.withProgress("ab12").withEnd(true).toString()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void read(byte[] input) {
        StreamPosition position = StreamPosition.read(JOB, new String(input, StandardCharsets.UTF_8));
        if (!StreamPosition.read(JOB, position.toString()).equals(position)) {
            throw new AssertionError("Written and read again, it differs: " + position);
        }
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(UnreadablePosition.class);
    }
}
