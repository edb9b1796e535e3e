package dev.isograd.stream;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown when a client asks to continue from an id that the job's stream never sent. */
final class UnreadablePosition extends RequestProblem {

    private static final long serialVersionUID = 1L;

    UnreadablePosition() {
        super(
                HttpStatus.BAD_REQUEST,
                "invalid_query",
                "A stream continues after the id of one of its messages, or starts from the beginning after 0.",
                List.of(new FieldProblem("?after", "must be the id of a message of this stream, or 0")));
    }
}
