package dev.isograd.accounts.members;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.InvalidAccountRequest;
import dev.isograd.http.JsonBody;
import dev.isograd.http.MergePatch;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.PageQuery;
import dev.isograd.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lets administrators manage accounts. */
@RestController
@RequestMapping("/api/v1/accounts")
@ConditionalOnRole(Role.API)
class AccountController {

    private final AccountService accounts;

    AccountController(AccountService accounts) {
        this.accounts = accounts;
    }

    @Operation(operationId = "listAccounts", summary = "List the accounts, newest first")
    @PageParameters
    @Requires(Right.ADMINISTER)
    @GetMapping
    Page<AccountResponse> list(@RequestParam MultiValueMap<String, String> query) {
        PageQuery page = PageQuery.read(query, "acc");
        return accounts.list(page.before(), page.limit());
    }

    @Operation(
            operationId = "createAccount",
            summary = "Create an account",
            description =
                    "The account gets a project of its own. The answer contains its first key, which acts there and is shown only once.")
    @ApiResponse(
            responseCode = "201",
            description = "The new account; `Location` is its address.",
            content = @Content(schema = @Schema(implementation = AccountResponse.class)))
    @Requires(Right.ADMINISTER)
    @PostMapping
    ResponseEntity<AccountResponse> create(
            @AuthenticationPrincipal Caller caller,
            @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody JsonBody<CreateAccountRequest> body) {
        body.orThrow(InvalidAccountRequest::new);
        AccountResponse made = accounts.create(caller, idempotencyKey, body);
        return ResponseEntity.created(URI.create("/api/v1/accounts/" + made.id()))
                .body(made);
    }

    @Operation(operationId = "editAccount", summary = "Change, deactivate or reactivate an account")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "409", description = "The account is the last active administrator.")
    @Requires(Right.ADMINISTER)
    @PatchMapping(
            path = "/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE})
    AccountResponse edit(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestBody JsonBody<EditAccountRequest> body) {
        body.orThrow(InvalidAccountRequest::new);
        return accounts.edit(caller, id, body);
    }
}
