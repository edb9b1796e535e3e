package dev.isograd.webhooks;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.http.NoFields;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.PageQuery;
import dev.isograd.limits.CountsAsSubmission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows what was sent to webhooks, and sends it again. */
@RestController
@RequestMapping("/api/v1")
@ConditionalOnRole(Role.API)
class DeliveryController {

    private final WebhookService service;
    private final Webhooks webhooks;
    private final Deliveries deliveries;

    DeliveryController(WebhookService service, Webhooks webhooks, Deliveries deliveries) {
        this.service = service;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    @Operation(
            operationId = "testWebhook",
            summary = "Send a message of the type `webhook.test` and wait for the answer",
            description = "It is sent once, also if the webhook is turned off.")
    @ApiResponse(
            responseCode = "200",
            description = "What came of it; `state` is `DELIVERED` or `FAILED`.",
            useReturnTypeSchema = true)
    @Requires(Right.ADMIN)
    @CountsAsSubmission
    @PostMapping("/webhooks/{id}/test")
    DeliveryResponse test(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body) {
        requireEmpty(body);
        return DeliveryResponse.of(service.test(caller, id));
    }

    @Operation(operationId = "listDeliveries", summary = "List what was sent to a webhook, newest events first")
    @PageParameters
    @Requires(Right.ADMIN)
    @GetMapping("/webhooks/{id}/deliveries")
    Page<DeliveryResponse> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        PageQuery page = PageQuery.read(query, "dlv");
        Webhook webhook = webhooks.find(caller.project(), id);
        return Page.of(deliveries.list(webhook.id(), page.before(), page.limit() + 1), page.limit(), Delivery::id)
                .map(DeliveryResponse::of);
    }

    @Operation(
            operationId = "resendDelivery",
            summary = "Send a message again",
            description = "It is sent soon, with the same `webhook-id` and all its retries.")
    @ApiResponse(responseCode = "202", description = "The message will be sent.", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "409", description = "The webhook is turned off, or the message is just being sent.")
    @Requires(Right.ADMIN)
    @CountsAsSubmission
    @PostMapping("/deliveries/{id}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    DeliveryResponse resend(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<NoFields> body) {
        requireEmpty(body);
        return DeliveryResponse.of(deliveries.resend(caller.project(), id));
    }

    private static void requireEmpty(@Nullable JsonBody<NoFields> body) {
        if (body != null) {
            body.orThrow(WebhookProblem::invalid);
        }
    }
}
