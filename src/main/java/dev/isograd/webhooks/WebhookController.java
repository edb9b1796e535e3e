package dev.isograd.webhooks;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.PageQuery;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.webhooks.Webhooks.Made;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Manages the webhooks of the caller's project. */
@RestController
@RequestMapping(WebhookResponse.PATH)
@ConditionalOnRole(Role.API)
class WebhookController {

    private final WebhookService service;
    private final Webhooks webhooks;

    WebhookController(WebhookService service, Webhooks webhooks) {
        this.service = service;
        this.webhooks = webhooks;
    }

    @Operation(operationId = "listWebhooks", summary = "List the webhooks of the project, newest first")
    @PageParameters
    @Requires(Right.ADMIN)
    @GetMapping
    Page<WebhookResponse> list(
            @AuthenticationPrincipal Caller caller, @RequestParam MultiValueMap<String, String> query) {
        PageQuery page = PageQuery.read(query, "whk");
        return Page.of(webhooks.list(caller.project(), page.before(), page.limit() + 1), page.limit(), Webhook::id)
                .map(WebhookResponse::of);
    }

    @Operation(
            operationId = "createWebhook",
            summary = "Send events of the project's jobs to an address",
            description =
                    "Messages are signed by the rules of Standard Webhooks. The answer contains the secret, which is shown only once. A repeated request returns the same webhook without it.")
    @ApiResponse(
            responseCode = "201",
            description = "The new webhook; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = WebhookResponse.class)))
    @ApiResponse(responseCode = "409", description = "The project has as many webhooks as it may have.")
    @Requires(Right.ADMIN)
    @PostMapping
    ResponseEntity<WebhookResponse> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody JsonBody<CreateWebhookRequest> body) {
        Made made = service.create(caller, idempotencyKey, body);
        Webhook webhook = made.webhook();
        return ResponseEntity.created(URI.create(WebhookResponse.PATH + "/" + webhook.id()))
                .body(made.isNew() ? WebhookResponse.withSecret(webhook) : WebhookResponse.of(webhook));
    }

    @Operation(operationId = "getWebhook", summary = "Get a webhook")
    @Requires(Right.ADMIN)
    @GetMapping("/{id}")
    WebhookResponse get(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        return WebhookResponse.of(webhooks.find(caller.project(), id));
    }

    @Operation(
            operationId = "editWebhook",
            summary = "Change a webhook, or turn it off and on",
            description = "Messages that were not delivered when it is turned off fail, and can be sent again.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @Requires(Right.ADMIN)
    @PatchMapping("/{id}")
    WebhookResponse edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody JsonBody<EditWebhookRequest> body) {
        return WebhookResponse.of(service.edit(caller, id, body));
    }

    @Operation(
            operationId = "rotateWebhookSecret",
            summary = "Replace the secret of a webhook",
            description =
                    "For a day, messages have two signatures, one with each secret. The answer contains the new secret, which is shown only once.")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @Requires(Right.ADMIN)
    @PostMapping("/{id}/rotate-secret")
    WebhookResponse rotate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonBody<RotateSecretRequest> body) {
        RotateSecretRequest none = new RotateSecretRequest(null);
        return WebhookResponse.withSecret(service.rotate(caller, id, JsonBody.orEmpty(body, none)));
    }

    @Operation(operationId = "deleteWebhook", summary = "Delete a webhook and its deliveries")
    @ApiResponse(responseCode = "204", description = "The webhook is deleted.")
    @Requires(Right.ADMIN)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        webhooks.delete(caller, id);
    }
}
