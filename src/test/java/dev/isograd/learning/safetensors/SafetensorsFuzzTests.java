package dev.isograd.learning.safetensors;

import dev.isograd.ByteReaderContract;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

class SafetensorsFuzzTests extends ByteReaderContract {

    @Override
    protected List<byte[]> samples() {
        return List.of(file("{}"), file("""
                        {"__metadata__":{"format":"pt","name":"é"},
                         "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
                         "b":{"dtype":"I64","shape":[],"data_offsets":[24,32]},
                         "c":{"dtype":"F64","shape":[0],"data_offsets":[32,32]}}"""));
    }

    private static byte[] file(String header) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length + 32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    @Override
    protected void read(byte[] input) {
        SafetensorsReader reader = new SafetensorsReader(new ByteArrayInputStream(input));
        reader.header().tensors().forEach(reader::skip);
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(UnusableState.class);
    }

    /** The reader reserves its buffer of 1 MiB for every header that would fill it. */
    @Override
    protected long mostMemory(int length) {
        return (1L << 20) + super.mostMemory(length);
    }
}
