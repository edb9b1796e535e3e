package dev.isograd.storage;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows administrators whether the database and the artifact store fit each other. */
@RestController
@RequestMapping("/api/v1/storage/check")
@ConditionalOnRole(Role.API)
class StorageController {

    private final StorageCheck storage;

    StorageController(StorageCheck storage) {
        this.storage = storage;
    }

    @Operation(
            operationId = "checkStorage",
            summary = "Compare the database with the artifact store",
            description =
                    "Lists every file of the store, so it takes a while and some memory if there are millions. Nothing is changed.")
    @Requires(Right.ADMINISTER)
    @GetMapping
    StorageReport check() {
        return storage.check();
    }
}
