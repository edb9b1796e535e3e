package dev.isograd.worker;

import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.TrainerProcess;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Programs that replace a training, each failing in one of the ways in which trainings fail. */
final class Misbehaviour {

    private Misbehaviour() {}

    private static SocketChannel connect(String socket) throws Exception {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static MessageChannel hello(SocketChannel socket) throws Exception {
        MessageChannel channel = new MessageChannel(socket);
        channel.send(new ChildMessage.Hello(
                MessageChannel.PROTOCOL, ProcessHandle.current().pid()));
        return channel;
    }

    /** Prints its environment and ends. */
    static final class Environment {
        public static void main(String[] args) throws Exception {
            System.getenv().forEach((name, value) -> System.out.println(name + "=" + value));
            hello(connect(args[0]));
        }
    }

    /** Reports a failed GPU, as a training does after an uncorrectable error of its memory. */
    static final class GpuFault {
        public static void main(String[] args) throws Exception {
            hello(connect(args[0])).send(new ChildMessage.Failed(ExitCode.GPU_FAULT, "CUDA error: uncorrectable ECC"));
            System.exit(ExitCode.GPU_FAULT.status());
        }
    }

    /** Reads unmapped memory. */
    static final class NativeCrash {
        public static void main(String[] args) throws Exception {
            hello(connect(args[0]));
            MemorySegment.ofAddress(8).reinterpret(8).get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Aborts, as libtorch does after an error where it cannot throw an exception. */
    static final class Abort {
        public static void main(String[] args) throws Exception {
            hello(connect(args[0]));
            Linker linker = Linker.nativeLinker();
            try {
                linker.downcallHandle(linker.defaultLookup().find("abort").orElseThrow(), FunctionDescriptor.ofVoid())
                        .invokeExact();
            } catch (Throwable impossible) {
                throw new LinkageError("abort could not be called", impossible);
            }
        }
    }

    static final class HeapExhausted {
        public static void main(String[] args) throws Exception {
            hello(connect(args[0]));
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[1 << 20]);
            }
        }
    }

    /** Allocates memory outside the Java heap, as tensors do, until it is killed. */
    static final class Greedy {
        public static void main(String[] args) throws Exception {
            MessageChannel supervisor = hello(connect(args[0]));
            while (true) {
                supervisor.send(new ChildMessage.Pong());
                Arena.global().allocate(32 << 20).fill((byte) 1);
            }
        }
    }

    /** Says that it is done and leaves nothing. */
    static final class NoDataset {
        public static void main(String[] args) throws Exception {
            hello(connect(args[0])).send(new ChildMessage.Done(Map.of()));
        }
    }

    /** Answers no message, not even a ping. */
    static final class Hang {
        public static void main(String[] args) throws Exception {
            hello(connect(args[0]));
            while (true) {
                LockSupport.park();
            }
        }
    }

    /** Prints a million lines, then trains. */
    static final class Flood {
        public static void main(String[] args) throws Exception {
            PrintStream fast = new PrintStream(new BufferedOutputStream(System.out, 1 << 16));
            for (int i = 0; i < 1_000_000; i++) {
                fast.println("line " + i);
            }
            fast.flush();
            TrainerProcess.main(args);
        }
    }

    static final class Garbage {
        public static void main(String[] args) throws Exception {
            SocketChannel channel = connect(args[0]);
            hello(channel);
            ByteBuffer garbage =
                    ByteBuffer.wrap("\u0000{\"type\":\"no such thing\"]\n".getBytes(StandardCharsets.UTF_8));
            while (garbage.hasRemaining()) {
                channel.write(garbage);
            }
            while (true) {
                LockSupport.park();
            }
        }
    }

    /** Sends one line that never ends. */
    static final class EndlessLine {
        public static void main(String[] args) throws Exception {
            SocketChannel channel = connect(args[0]);
            hello(channel);
            byte[] letters = new byte[1 << 16];
            Arrays.fill(letters, (byte) 'x');
            while (true) {
                channel.write(ByteBuffer.wrap(letters));
            }
        }
    }
}
