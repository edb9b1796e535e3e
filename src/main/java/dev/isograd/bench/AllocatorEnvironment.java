package dev.isograd.bench;

import dev.isograd.trainer.MemoryAllocator;
import java.util.Locale;
import java.util.Map;

/** Prints, as JSON, the environment variables that set up the memory allocator of a training, for {@code bench/overhead}. */
public final class AllocatorEnvironment {

    private AllocatorEnvironment() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.out.println(
                Json.write(Map.copyOf(MemoryAllocator.find(MemoryAllocator.AUTO).environment())));
    }
}
