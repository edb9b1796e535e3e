package dev.isograd.uploads;

import dev.isograd.Ids;
import dev.isograd.access.Ownership;
import dev.isograd.accounts.Caller;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStoreUnavailable;
import dev.isograd.artifacts.PartedArtifacts;
import dev.isograd.artifacts.PartedArtifacts.Part;
import dev.isograd.artifacts.PartedArtifacts.Parted;
import dev.isograd.http.JsonBody;
import dev.isograd.uploads.UploadResponse.PartUrl;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Takes the parts of uploads. The store knows which parts are there, so no transaction lasts while one arrives. */
@Service
class UploadService implements Ownership {

    private static final int MOST_LINKS = 100;
    private static final Duration LINKS_VALID = Duration.ofHours(1);

    private final Uploads uploads;
    private final PartedArtifacts store;
    private final UploadProperties settings;
    private final Ids ids;

    UploadService(Uploads uploads, PartedArtifacts store, UploadProperties settings, Ids ids) {
        this.uploads = uploads;
        this.store = store;
        this.settings = settings;
        this.ids = ids;
    }

    UploadResponse create(Caller caller, @Nullable String idempotencyKey, JsonBody<CreateUploadRequest> body) {
        CreateUploadRequest request = body.orThrow(UploadProblem::invalid);
        if (request.size() > settings.largest().toBytes()) {
            throw UploadProblem.tooLarge(settings.largest().toBytes());
        }
        String id = ids.next("upl");
        String key = Upload.key(caller.project(), id);
        long partSize = Upload.partSize(request.size(), settings.partSize());
        Parted begun = new Parted(key, store.begin(key), request.size(), partSize);
        Upload upload;
        try {
            upload = uploads.create(id, caller.project(), begun, idempotencyKey, body.json(), request);
        } catch (RuntimeException refused) {
            discard(begun, refused);
            throw refused;
        }
        if (!upload.id().equals(id)) {
            store.delete(begun);
        }
        return response(upload);
    }

    /** Leaves to the sweep what cannot be deleted now, so that the client still sees why it was refused. */
    private void discard(Parted begun, RuntimeException refused) {
        try {
            store.delete(begun);
        } catch (ArtifactStoreUnavailable unavailable) {
            refused.addSuppressed(unavailable);
        }
    }

    UploadResponse get(Caller caller, String id) {
        return response(uploads.find(caller.project(), id));
    }

    /**
     * Stores one part.
     *
     * @param length Content-Length of the request; negative if it has none
     */
    void put(Caller caller, String id, String number, long length, Body body) throws IOException {
        Upload upload = uploads.find(caller.project(), id);
        if (upload.state() != Upload.State.OPEN) {
            throw UploadProblem.closed();
        }
        Parted file = upload.file();
        int part = part(number, file.parts());
        if (length < 0) {
            throw UploadProblem.lengthRequired();
        }
        if (length != file.length(part)) {
            throw UploadProblem.wrongLength(part, file.length(part), length);
        }
        try (InputStream in = body.open()) {
            store.put(file, part, in);
        } catch (ArtifactMissing sealedOrDeleted) {
            uploads.find(caller.project(), id);
            throw UploadProblem.closed();
        }
    }

    /** The body of a request, which is not read before the request is known to be right. */
    interface Body {
        InputStream open() throws IOException;
    }

    private static int part(String number, int parts) {
        if (!number.matches("[0-9]{1,5}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > parts) {
            throw UploadProblem.noSuchPart(parts);
        }
        return Integer.parseInt(number);
    }

    /** A request that failed because the store was away can be repeated. */
    void delete(Caller caller, String id) {
        Upload upload = uploads.markForDeletion(caller, id);
        store.delete(upload.file());
        uploads.remove(upload);
    }

    UploadResponse response(Upload upload) {
        List<Part> found = found(upload);
        List<Integer> received = found.stream().map(Part::number).toList();
        Instant expiresAt = found.stream()
                .map(part -> part.storedAt().plus(settings.expireAfter()))
                .reduce(upload.expiresAt(), (one, other) -> one.isAfter(other) ? one : other);
        boolean isOpen = upload.state() == Upload.State.OPEN;
        return new UploadResponse(
                upload.id(),
                upload.filename(),
                upload.file().bytes(),
                upload.sha256(),
                upload.state().name(),
                upload.file().partSize(),
                upload.file().parts(),
                isOpen ? received : all(upload.file()),
                isOpen ? links(upload.file(), received) : List.of(),
                upload.createdAt(),
                expiresAt);
    }

    /** Returns the parts that have arrived; all of them have arrived if the request to complete the upload was cut off. */
    private List<Part> found(Upload upload) {
        if (upload.state() != Upload.State.OPEN) {
            return List.of();
        }
        try {
            return received(upload.file());
        } catch (ArtifactMissing sealedOrLost) {
            return store.isSealed(upload.file())
                    ? all(upload.file()).stream()
                            .map(number -> new Part(number, upload.file().length(number), upload.createdAt(), null))
                            .toList()
                    : beginAgain(upload);
        }
    }

    /** An upload whose parts are lost, as after a process ended while it reopened one, continues without parts. */
    List<Part> beginAgain(Upload upload) {
        uploads.reopen(upload, store.begin(upload.file().key()));
        return List.of();
    }

    /** Leaves out parts of another size, which clients may have sent to an object store. */
    List<Part> received(Parted file) {
        return store.parts(file).stream()
                .filter(part -> part.number() <= file.parts() && part.bytes() == file.length(part.number()))
                .toList();
    }

    private List<PartUrl> links(Parted file, List<Integer> received) {
        Set<Integer> present = Set.copyOf(received);
        List<Integer> missing = all(file).stream()
                .filter(part -> !present.contains(part))
                .limit(MOST_LINKS)
                .toList();
        return missing.isEmpty()
                ? List.of()
                : store.links(file, missing, LINKS_VALID).stream()
                        .map(link -> new PartUrl(link.part(), link.url(), link.headers()))
                        .toList();
    }

    static List<Integer> all(Parted file) {
        return IntStream.rangeClosed(1, file.parts()).boxed().toList();
    }

    @Override
    public String pattern() {
        return "/api/v1/uploads/{id}";
    }

    @Override
    public void check(String project, String id) {
        uploads.find(project, id);
    }
}
