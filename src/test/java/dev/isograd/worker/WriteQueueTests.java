package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

class WriteQueueTests {

    private final WriteQueue writes = new WriteQueue();
    private final List<String> written = new ArrayList<>();
    private boolean down;

    @Test
    void keepsTheOrderOverAnOutage() throws InterruptedException {
        writes.add(() -> write("first"));
        down = true;
        writes.add(() -> write("second"));
        writes.add(() -> write("third"));
        assertThat(written).containsExactly("first");

        down = false;
        writes.finish(() -> false);

        assertThat(written).containsExactly("first", "second", "third");
    }

    @Test
    void stopsWaitingWhenCancelled() throws InterruptedException {
        down = true;
        writes.add(() -> write("lost"));

        writes.finish(() -> true);

        assertThat(written).isEmpty();
    }

    @Test
    void throwsErrorsThatARetryCannotFix() {
        DataIntegrityViolationException bug = new DataIntegrityViolationException("A bug");

        assertThatThrownBy(() -> writes.add(() -> {
                    throw bug;
                }))
                .isSameAs(bug);
        writes.flush();
    }

    private void write(String text) {
        if (down) {
            throw new DataAccessResourceFailureException("The connection was lost");
        }
        written.add(text);
    }
}
