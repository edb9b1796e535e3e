package dev.isograd.worker;

import dev.isograd.trainer.ChildMessage;
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
import java.util.concurrent.locks.LockSupport;

/** Programs in the place of a training, each with one of the ways in which trainings break down. */
final class Misbehaviour {

    private Misbehaviour() {}

    private static SocketChannel call(String socket) throws Exception {
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

    /** Reads memory that it has not. */
    static final class NativeCrash {
        public static void main(String[] args) throws Exception {
            hello(call(args[0]));
            MemorySegment.ofAddress(8).reinterpret(8).get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** As libtorch does when something goes wrong where no exception can be thrown. */
    static final class Abort {
        public static void main(String[] args) throws Exception {
            hello(call(args[0]));
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
            hello(call(args[0]));
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[1 << 20]);
            }
        }
    }

    /** Takes memory outside of the Java heap, as tensors do, until somebody ends it. */
    static final class Greedy {
        public static void main(String[] args) throws Exception {
            MessageChannel supervisor = hello(call(args[0]));
            while (true) {
                supervisor.send(new ChildMessage.Pong());
                Arena.global().allocate(32 << 20).fill((byte) 1);
            }
        }
    }

    /** Is there and says nothing, not even to a ping. */
    static final class Hang {
        public static void main(String[] args) throws Exception {
            hello(call(args[0]));
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
            SocketChannel channel = call(args[0]);
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

    /** One line that never ends. */
    static final class EndlessLine {
        public static void main(String[] args) throws Exception {
            SocketChannel channel = call(args[0]);
            hello(channel);
            byte[] letters = new byte[1 << 16];
            Arrays.fill(letters, (byte) 'x');
            while (true) {
                channel.write(ByteBuffer.wrap(letters));
            }
        }
    }
}
