package dev.isograd.accounts.members;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.InvalidAccountRequest;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Manages the members of a project and their roles. */
@RestController
@RequestMapping("/api/v1/projects/{id}/members")
@ConditionalOnRole(Role.API)
class MemberController {

    private final MemberService members;

    MemberController(MemberService members) {
        this.members = members;
    }

    @Operation(operationId = "listMembers", summary = "List the members of a project, the newest accounts first")
    @PageParameters
    @Requires({Right.READ, Right.ADMINISTER})
    @GetMapping
    Page<MemberResponse> list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        PageQuery page = PageQuery.read(query, "acc");
        return members.list(caller, id, page.before(), page.limit());
    }

    @Operation(operationId = "putMember", summary = "Add a member to a project, or change a member's role")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "409", description = "The account is the last admin of the project, or inactive.")
    @Requires({Right.ADMIN, Right.ADMINISTER})
    @PutMapping("/{account}")
    MemberResponse put(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String account,
            @RequestBody JsonBody<MemberRequest> body) {
        MemberRequest request = body.orThrow(InvalidAccountRequest::new);
        return members.put(caller, id, account, request.memberRole());
    }

    @Operation(
            operationId = "removeMember",
            summary = "Remove a member from a project",
            description = "The account's keys and sessions in the project end.")
    @ApiResponse(responseCode = "204", description = "The account is no longer a member.")
    @ApiResponse(responseCode = "409", description = "The account is the last admin of the project.")
    @Requires({Right.ADMIN, Right.ADMINISTER})
    @DeleteMapping("/{account}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable String id, @PathVariable String account) {
        members.remove(caller, id, account);
    }
}
