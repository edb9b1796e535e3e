package dev.isograd.worker;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Page;
import dev.isograd.Role;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the workers, their devices and what each runs. */
@RestController
@ConditionalOnRole(Role.API)
class WorkerController {

    private final Workers workers;

    WorkerController(Workers workers) {
        this.workers = workers;
    }

    @GetMapping("/api/v1/workers")
    Page<Workers.Row> list() {
        return new Page<>(workers.all(), false, null);
    }
}
