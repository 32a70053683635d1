package org.yutang.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// `token`: a bearer token for the API. Only the token goes to `out`, so that it can be piped.
final class TokenVerb implements Verb {

  private static final int USUAL_DAYS = 90;
  private static final int MOST_DAYS = 366;

  @Override
  public String name() {
    return "token";
  }

  @Override
  public Usage usage() {
    return new Usage(
        List.of(),
        Stream.concat(
                Stream.of(Usage.Option.of("--account", "NAME"), Usage.Option.of("--days", "N")),
                LocalServer.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    String account =
        arguments
            .find("--account")
            .orElseThrow(
                () -> new UsageError("cli.operand-missing", Map.of("operand", "--account NAME")));
    int days = arguments.findNumber("--days", 1, MOST_DAYS).orElse(USUAL_DAYS);
    try (LocalServer server = LocalServer.reach(arguments, terminal, System.getenv())) {
      JsonNode issued =
          server.client().post("/api/v1/tokens", Map.of("account", account, "days", days));
      terminal.warn(
          "cli.token",
          Map.of(
              "account", account, "expires", issued.get("expiresAt").asString().substring(0, 10)));
      terminal.out().println(issued.get("token").asString());
      return Exit.DONE;
    }
  }
}
