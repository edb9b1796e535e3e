package dev.isograd.jobs.web;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the answers of an endpoint that changes the state of a job. */
@ApiResponse(responseCode = "200", description = "The job.", useReturnTypeSchema = true)
@ApiResponse(responseCode = "409", description = "The state of the job does not allow this.")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface ControlResponses {}
