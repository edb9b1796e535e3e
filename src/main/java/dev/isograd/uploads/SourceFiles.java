package dev.isograd.uploads;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Checks the sources of data sets, and fetches their files. */
@Component
public class SourceFiles {

    private final UploadedFiles uploads;
    private final AddressDownload addresses;
    private final AllowedFolders folders;

    SourceFiles(UploadedFiles uploads, AddressDownload addresses, AllowedFolders folders) {
        this.uploads = uploads;
        this.addresses = addresses;
        this.folders = folders;
    }

    /**
     * Checks a source when a user submits it. In a transaction, an upload is not deleted before the transaction ends; after
     * that, {@link UploadUses} keeps it.
     *
     * @throws dev.isograd.http.RequestProblem if the project has no such upload, the upload is not complete, or the address
     *     or path is not allowed
     */
    public void check(String projectId, ImportSource source) {
        switch (source) {
            case ImportSource.Upload upload -> uploads.check(projectId, upload);
            case ImportSource.Url url -> addresses.check(url.address());
            case ImportSource.Folder folder -> folders.check(folder);
        }
    }

    /**
     * Fetches the files of a source into a folder. The files of an operator's folder are not copied.
     *
     * @param shouldStop asked often; true ends the work
     * @throws CancellationException if it was stopped
     * @throws SourceUnusable if the source has no usable files; a repetition would end in the same way
     * @throws dev.isograd.artifacts.ArtifactStoreUnavailable if the store does not answer; a repetition may succeed
     * @throws java.io.UncheckedIOException if the target folder cannot be written
     */
    public LocalSource fetch(String projectId, ImportSource source, Path targetFolder, BooleanSupplier shouldStop) {
        return switch (source) {
            case ImportSource.Upload upload -> uploads.fetch(projectId, upload, targetFolder, shouldStop);
            case ImportSource.Url url -> addresses.fetch(url.address(), targetFolder, shouldStop);
            case ImportSource.Folder folder -> folders.find(folder, shouldStop);
        };
    }
}
