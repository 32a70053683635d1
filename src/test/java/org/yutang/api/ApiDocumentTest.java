package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiDocumentTest extends ApiTest {

  @Test
  @SuppressWarnings("unchecked")
  void theDocumentIsPublicAndCompletesEveryPath() throws Exception {
    HttpResponse<String> answer = send(request("/api/v1/openapi.json"));
    assertThat(answer.statusCode()).isEqualTo(200);
    Map<String, Object> document = (Map<String, Object>) json(answer);
    assertThat(document.get("openapi").toString()).startsWith("3.1");
    assertThat((Map<String, Object>) document.get("info")).containsEntry("title", "Yutang API");
    Map<String, Object> components = (Map<String, Object>) document.get("components");
    assertThat((Map<String, Object>) components.get("securitySchemes")).containsKey("bearer");
    assertThat((Map<String, Object>) components.get("schemas")).containsKey("Problem");
    assertThat(components.get("schemas").toString())
        .contains("TokenBody")
        .contains("required=[account, days]")
        .contains("required=[subject]");
    Map<String, Map<String, Map<String, Object>>> paths =
        (Map<String, Map<String, Map<String, Object>>>) document.get("paths");
    assertThat(paths)
        .containsKeys("/api/v1/tokens", "/api/v1/accounts", "/api/v1/accounts/{id}/grants");
    paths.forEach(
        (path, item) ->
            item.forEach((method, operation) -> assertComplete(path, method, operation)));
  }

  @SuppressWarnings("unchecked")
  private static void assertComplete(String path, String method, Map<String, Object> operation) {
    String where = method + " " + path;
    assertThat(path).startsWith("/api/v1/");
    assertThat((String) operation.get("summary")).as(where).contains(" ");
    Map<String, Object> responses = (Map<String, Object>) operation.get("responses");
    assertThat(responses).as(where).containsKey("default");
    assertThat(responses.keySet()).as(where).anyMatch(status -> status.startsWith("2"));
    assertThat(responses.get("default").toString())
        .as(where)
        .contains("application/problem+json", "#/components/schemas/Problem");
    List<Map<String, Object>> parameters =
        (List<Map<String, Object>>) operation.getOrDefault("parameters", List.of());
    assertThat(parameters)
        .as(where)
        .noneMatch(parameter -> List.of("actor", "peer").contains(parameter.get("name")));
    if (method.equals("post") && ApiSecurity.isOpen("POST", path)) {
      assertThat(operation.get("security")).as(where).isEqualTo(List.of());
    } else if (!method.equals("get")) {
      assertThat(parameters)
          .as(where)
          .filteredOn(parameter -> "Idempotency-Key".equals(parameter.get("name")))
          .hasSize(1);
      assertThat(responses).as(where).containsKeys("401", "422");
    }
  }
}
