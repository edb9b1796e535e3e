package dev.isograd.webhooks;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.RequestProblem;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when a request about webhooks is refused; each factory below is one reason. */
final class WebhookProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private WebhookProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    private WebhookProblem(List<FieldProblem> errors) {
        super(HttpStatus.BAD_REQUEST, "invalid_request", FieldProblem.sentence(errors), errors);
    }

    static WebhookProblem invalid(List<FieldProblem> errors) {
        return new WebhookProblem(errors);
    }

    static WebhookProblem notFound() {
        return new WebhookProblem(HttpStatus.NOT_FOUND, "webhook_not_found", "The project has no such webhook.");
    }

    static WebhookProblem noDelivery() {
        return new WebhookProblem(HttpStatus.NOT_FOUND, "delivery_not_found", "The project has no such delivery.");
    }

    static WebhookProblem tooMany(int most) {
        return new WebhookProblem(
                HttpStatus.CONFLICT,
                "too_many_webhooks",
                "The project has %d webhooks, the most that it may have; delete one that is not needed."
                        .formatted(most));
    }

    static WebhookProblem inactive() {
        return new WebhookProblem(
                HttpStatus.CONFLICT, "webhook_inactive", "The webhook is turned off; turn it on and try again.");
    }

    /** This conflict ends by itself. */
    static WebhookProblem beingSent() {
        WebhookProblem problem = new WebhookProblem(
                HttpStatus.CONFLICT, "request_in_flight", "The message is being sent at this moment.");
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
        return problem;
    }
}
