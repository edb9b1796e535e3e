package dev.isograd.accounts.signin;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.CredentialCheck;
import dev.isograd.accounts.InvalidAccountRequest;
import dev.isograd.accounts.Sessions;
import dev.isograd.http.JsonBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signs browsers in, with an API key or the token of a printed link, and out. */
@RestController
@ConditionalOnRole(Role.API)
class SessionController {

    private final CredentialCheck credentials;
    private final SignIn signIn;
    private final Sessions sessions;

    SessionController(CredentialCheck credentials, SignIn signIn, Sessions sessions) {
        this.credentials = credentials;
        this.signIn = signIn;
        this.sessions = sessions;
    }

    @Operation(
            operationId = "signIn",
            summary = "Sign a browser in with an API key or the token of a sign-in link",
            description = "Sets the session cookie. The session ends at the latest when the key does.")
    @SecurityRequirements
    @Requires({})
    @PostMapping("/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void begin(@RequestBody JsonBody<SignInRequest> body, HttpServletRequest request) {
        SignInRequest given = body.orThrow(InvalidAccountRequest::new);
        given.check();
        Caller caller = given.token() == null
                ? credentials.byKey(request, Objects.requireNonNull(given.key()))
                : signIn.use(request, given.token());
        sessions.begin(request, caller);
    }

    @Operation(
            operationId = "enterProject",
            summary = "Let the browser's session act in another project of its account",
            description = "A session that began with an API key acts in the project of the key.")
    @ApiResponse(responseCode = "204", description = "The session acts in the project from the next request.")
    @ApiResponse(responseCode = "409", description = "The credential acts in the project of an API key.")
    @Requires({})
    @PutMapping("/api/v1/session/project")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void enter(
            @AuthenticationPrincipal Caller caller,
            @RequestBody JsonBody<EnterProjectRequest> body,
            HttpServletRequest request) {
        sessions.enter(request, caller, body.orThrow(InvalidAccountRequest::new).project());
    }

    @Operation(operationId = "signOut", summary = "Sign a browser out")
    @Requires({})
    @DeleteMapping("/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(HttpServletRequest request) {
        sessions.end(request);
    }
}
