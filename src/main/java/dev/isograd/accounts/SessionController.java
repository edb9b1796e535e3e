package dev.isograd.accounts;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.http.JsonBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signs browsers in, with the printed link or an API key, and out. */
@RestController
@ConditionalOnRole(Role.API)
class SessionController {

    private final SignIn signIn;
    private final ApiKeyService keys;

    SessionController(SignIn signIn, ApiKeyService keys) {
        this.signIn = signIn;
        this.keys = keys;
    }

    @GetMapping(path = "/sign-in", params = "token")
    ResponseEntity<Void> follow(@RequestParam String token, HttpServletRequest request) {
        var caller = signIn.byToken(token);
        caller.ifPresent(it -> Sessions.begin(request, it));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(caller.isPresent() ? "/" : "/sign-in?error=link"))
                .build();
    }

    /** Without a token, this address is a page of the dashboard. */
    @GetMapping(path = "/sign-in", params = "!token")
    void page(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        request.getRequestDispatcher("/index.html").forward(request, response);
    }

    @Operation(
            operationId = "signIn",
            summary = "Sign a browser in with an API key",
            description = "Sets the session cookie.")
    @SecurityRequirements
    @PostMapping("/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void begin(@RequestBody JsonBody<SignInRequest> body, HttpServletRequest request) {
        String key = body.orThrow(InvalidAccountRequest::new).key();
        Caller caller = keys.authenticate(key).orElseThrow(() -> new BadCredentialsException("Not an active API key"));
        Sessions.begin(request, caller);
    }

    @Operation(operationId = "signOut", summary = "Sign a browser out")
    @DeleteMapping("/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(HttpServletRequest request) {
        Sessions.end(request);
    }
}
