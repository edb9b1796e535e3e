package dev.isograd.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the query parameters of a paged list. */
@Parameter(
        name = "limit",
        in = ParameterIn.QUERY,
        description = "Number of entries on the page.",
        schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "20"))
@Parameter(
        name = "after",
        in = ParameterIn.QUERY,
        description = "The `next` of the previous page.",
        schema = @Schema(type = "string"))
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface PageParameters {}
