package org.yutang.api;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.yutang.access.Actor;
import org.yutang.access.Peer;
import org.yutang.kernel.PlaceCode;

/// The document at `/api/v1/openapi.json`: controllers name their paths and say what they do, and
/// everything that holds for all of them (tokens, idempotency keys, problems) is added here once.
@Configuration
class ApiDocument {

  private static final String BEARER = "bearer";
  private static final String PROBLEM = "Problem";
  private static final Set<HttpMethod> WRITES =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class, Peer.class);
    SpringDocUtils.getConfig()
        .replaceWithSchema(
            PlaceCode.class,
            new StringSchema().description("Code of a place").example("CN-500236"));
  }

  @Bean
  OpenAPI document() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Yutang API")
                .version("1")
                .description(
                    "Places, households, programmes, the ledger and the public log. Bodies are JSON in UTF-8, instants are ISO 8601 in UTC, "
                        + "amounts of money are exact decimal text such as \"32.00\", with their currency beside them. Every failure is a problem (RFC 9457) with a stable code, in the "
                        + "language of Accept-Language (zh or en). Every write with a token carries an Idempotency-Key, so that it can be sent again.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/")))
        .components(
            new Components()
                .addSecuritySchemes(
                    BEARER,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description(
                            "A token that begins with yt_, issued by POST /api/v1/tokens or by the verb token")));
  }

  @Bean
  OpenApiCustomizer whatHoldsForAll() {
    return document -> {
      document.getComponents().addSchemas(PROBLEM, problem());
      document
          .getPaths()
          .forEach(
              (path, item) ->
                  item.readOperationsMap()
                      .forEach((method, operation) -> complete(path, method, operation)));
    };
  }

  /// Says which fields are always there: those that a record does not call nullable, as [ApiJson]
  /// demands them.
  @Bean
  ModelConverter requiredFields() {
    return new RequiredFields();
  }

  private static final class RequiredFields implements ModelConverter {
    @Override
    public @Nullable Schema<?> resolve(
        AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
      if (!chain.hasNext()) return null;
      Schema<?> schema = chain.next().resolve(type, context, chain);
      Class<?> raw = Json.mapper().constructType(type.getType()).getRawClass();
      if (schema == null || !raw.isRecord()) return schema;
      String name = schema.get$ref() == null ? null : schema.get$ref().replaceFirst(".*/", "");
      Schema<?> model = name == null ? schema : context.getDefinedModels().get(name);
      if (model != null && model.getProperties() != null)
        for (RecordComponent component : raw.getRecordComponents())
          if (!ApiJson.mayBeAbsent(component)
              && model.getProperties().containsKey(component.getName()))
            require(model, component.getName());
      return schema;
    }

    private static void require(Schema<?> model, String field) {
      if (model.getRequired() == null || !model.getRequired().contains(field))
        model.addRequiredItem(field);
    }
  }

  private static void complete(String path, HttpMethod method, Operation operation) {
    if (operation.getSummary() == null) operation.setSummary(sentence(operation.getOperationId()));
    boolean open = ApiSecurity.isOpen(method.name(), path);
    if (!open) operation.setSecurity(List.of(new SecurityRequirement().addList(BEARER)));
    else operation.setSecurity(List.of());
    boolean keyed = WRITES.contains(method) && !open;
    if (keyed) addKey(operation);
    operation
        .getResponses()
        .addApiResponse("default", refusal("Refused: see code, detail and facts"));
    if (!open)
      operation
          .getResponses()
          .addApiResponse("401", refusal("No token, or one that is unknown, revoked or expired"));
    if (keyed)
      operation
          .getResponses()
          .addApiResponse(
              "422", refusal("Refused by a rule, or the Idempotency-Key came with another body"));
  }

  private static void addKey(Operation operation) {
    if (operation.getParameters() != null)
      operation
          .getParameters()
          .removeIf(parameter -> ApiFrame.KEY.equalsIgnoreCase(parameter.getName()));
    operation.addParametersItem(
        new Parameter()
            .in("header")
            .name(ApiFrame.KEY)
            .required(true)
            .description(
                "A UUID made by the caller for this one command. Sent again with the same body it gets the first answer; with another body it is refused.")
            .schema(new UUIDSchema()));
    operation
        .getResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("2"))
                response.addHeaderObject(
                    ApiFrame.REPLAYED,
                    new Header()
                        .description("true when this is the kept answer to an earlier request")
                        .schema(new StringSchema()));
            });
  }

  private static ApiResponse refusal(String description) {
    Schema<?> reference = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
    return new ApiResponse()
        .description(description)
        .content(
            new Content().addMediaType(Problems.MEDIA_TYPE, new MediaType().schema(reference)));
  }

  private static Schema<?> problem() {
    ObjectSchema problem = new ObjectSchema();
    problem.setDescription("RFC 9457. Programs look at code, people at detail.");
    problem
        .addProperty("type", new StringSchema().example("urn:yutang:problem:access.not-permitted"))
        .addProperty("title", new StringSchema())
        .addProperty("status", new IntegerSchema())
        .addProperty("detail", new StringSchema().description("What happened and what to do next"))
        .addProperty(
            "code", new StringSchema().description("Stable").example("access.not-permitted"))
        .addProperty(
            "facts",
            new ObjectSchema().additionalProperties(true).example(Map.of("place", "CN-500236")))
        .addProperty("instance", new StringSchema().description("The path that was asked for"));
    problem.setRequired(List.of("type", "title", "status", "detail", "code", "facts", "instance"));
    return problem;
  }

  /// `listOpenJobs` as `List open jobs`, where a controller says no more.
  private static String sentence(String operationId) {
    String words =
        operationId
            .replaceAll("_\\d+$", "")
            .replaceAll("([a-z])([A-Z])", "$1 $2")
            .toLowerCase(java.util.Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
