package dev.isograd.uploads;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when a request about uploads is refused; each factory below is one reason. */
final class UploadProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;
    private static final int NAMED = 10;

    private UploadProblem(HttpStatus status, String code, String detail, FieldProblem... errors) {
        super(status, code, detail, List.of(errors));
    }

    private UploadProblem(String code, List<FieldProblem> errors) {
        super(HttpStatus.BAD_REQUEST, code, FieldProblem.sentence(errors), errors);
    }

    static UploadProblem invalid(List<FieldProblem> errors) {
        return new UploadProblem("invalid_request", errors);
    }

    static UploadProblem tooLarge(long largest) {
        return invalid(List.of(new FieldProblem("/size", "must be at most %d bytes".formatted(largest))));
    }

    static UploadProblem notFound() {
        return new UploadProblem(HttpStatus.NOT_FOUND, "upload_not_found", "The project has no such upload.");
    }

    static UploadProblem noSuchPart(int parts) {
        return new UploadProblem(
                HttpStatus.BAD_REQUEST,
                "invalid_part",
                "The upload has parts 1 to %d; the address names another one.".formatted(parts));
    }

    static UploadProblem lengthRequired() {
        return new UploadProblem(
                HttpStatus.LENGTH_REQUIRED, "length_required", "A part needs the header Content-Length.");
    }

    static UploadProblem wrongLength(int part, long expected, long given) {
        return new UploadProblem(
                HttpStatus.BAD_REQUEST,
                "wrong_part_length",
                "Part %d has %d bytes; the Content-Length is %d.".formatted(part, expected, given));
    }

    static UploadProblem encoded() {
        UploadProblem problem = new UploadProblem(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "A part is sent as it is, without Content-Encoding.");
        problem.getHeaders().set(HttpHeaders.ACCEPT_ENCODING, "identity");
        return problem;
    }

    static UploadProblem closed() {
        return new UploadProblem(
                HttpStatus.CONFLICT,
                "upload_closed",
                "The upload is complete or about to be, so it accepts no more parts.");
    }

    static UploadProblem notComplete() {
        return new UploadProblem(
                HttpStatus.CONFLICT,
                "upload_not_complete",
                "The upload is not complete; send its parts and then POST …/complete.");
    }

    static UploadProblem inUse() {
        return new UploadProblem(HttpStatus.CONFLICT, "upload_in_use", "A data set is being imported from the upload.");
    }

    /** This conflict ends by itself. */
    static UploadProblem completing() {
        UploadProblem problem = new UploadProblem(
                HttpStatus.CONFLICT, "request_in_flight", "The upload is being completed by another request.");
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
        return problem;
    }

    static UploadProblem incomplete(long bytes, long found, List<Integer> missing) {
        String named = missing.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        String more = missing.size() > NAMED ? " and %d more".formatted(missing.size() - NAMED) : "";
        UploadProblem problem = new UploadProblem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "upload_incomplete",
                "The file has %d bytes and %d were found; parts %s%s are missing.".formatted(bytes, found, named, more),
                new FieldProblem("/size", "is %d; %d bytes were found".formatted(bytes, found)));
        problem.getBody().setProperty("found", Map.of("size", found));
        return problem;
    }

    static UploadProblem wrongDigest(long bytes, String given, String found) {
        UploadProblem problem = new UploadProblem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "digest_mismatch",
                "The SHA-256 of the file is %s and not %s. Send the parts again that GET does not list in received, or that differ."
                        .formatted(found, given),
                new FieldProblem("/sha256", "is %s; %s was found".formatted(given, found)));
        problem.getBody().setProperty("found", Map.of("size", bytes, "sha256", found));
        return problem;
    }
}
