package dev.isograd.tasks;

/** Thrown when the settings of a task do not suffice. */
final class TaskMisconfigured extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    TaskMisconfigured(String problem, String action) {
        super(problem);
        this.action = action;
    }

    String action() {
        return action;
    }
}
