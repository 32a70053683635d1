package org.yutang.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yutang.ledger.Ledger;
import tools.jackson.databind.JsonNode;

/// `ledger`: computes the books again (`check`), or writes their days as files (`export`).
///
/// A check ends with 0 when nothing differs and 1 when something does; findings go to `out`, one a
/// line.
final class LedgerVerb implements Verb {

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public Usage usage() {
    return new Usage(
        List.of("WHAT"),
        Stream.concat(
                Stream.of(
                    Usage.Option.of("--from", "DAY"),
                    Usage.Option.of("--to", "DAY"),
                    Usage.Option.of("--to-dir", "OUT"),
                    Usage.Option.of("--shard", "N")),
                LocalServer.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    return switch (arguments.operand(0)) {
      case "check" -> check(arguments, terminal);
      case "export" -> export(arguments, terminal);
      default -> throw new UsageError("cli.ledger-what", Map.of("what", arguments.operand(0)));
    };
  }

  private static int check(Arguments arguments, Terminal terminal) throws IOException {
    for (String option : List.of("--from", "--to", "--to-dir", "--shard"))
      if (arguments.has(option))
        throw new UsageError("cli.unknown-option", Map.of("option", option));
    try (LocalServer server = LocalServer.reach(arguments, terminal, System.getenv())) {
      Check check = new Check(terminal);
      try {
        server.client().lines("/api/v1/ledger/check", check::hear);
      } catch (
          IOException
              e) { // the server was stopped, say: without the last line it counts for nothing
      }
      return check.end();
    }
  }

  /// What a check tells while it goes on.
  private static final class Check {
    private final Terminal terminal;
    private final ProgressLine progress;
    private @Nullable JsonNode checked;

    Check(Terminal terminal) {
      this.terminal = terminal;
      this.progress = new ProgressLine(terminal);
    }

    void hear(JsonNode line) {
      if (line.hasNonNull("step")) {
        progress.show(
            line.get("step").asString(), line.get("done").asLong(), line.get("total").asLong());
        return;
      }
      progress.clear();
      if (line.hasNonNull("checked")) checked = line.get("checked");
      else
        terminal.say("ledger.finding." + line.get("finding").asString(), texts(line.get("facts")));
    }

    private static Map<String, String> texts(JsonNode facts) {
      Map<String, String> texts = new HashMap<>();
      for (Map.Entry<String, JsonNode> fact : facts.properties())
        texts.put(fact.getKey(), fact.getValue().asString());
      return texts;
    }

    int end() {
      progress.clear();
      if (checked == null) {
        terminal.warn("cli.ledger-broke-off", Map.of());
        return Exit.REFUSED;
      }
      int findings = 0;
      for (Map.Entry<String, JsonNode> kind : checked.get("findings").properties())
        findings += kind.getValue().asInt();
      terminal.say(
          findings == 0 ? "cli.ledger-sound" : "cli.ledger-differs",
          Map.of(
              "accounts",
              checked.get("accounts").asLong(),
              "lines",
              checked.get("lines").asLong(),
              "batches",
              checked.get("batches").asLong(),
              "findings",
              findings));
      return findings == 0 ? Exit.DONE : Exit.REFUSED;
    }
  }

  private static int export(Arguments arguments, Terminal terminal) throws IOException {
    LocalDate from = day(arguments, "--from");
    LocalDate to = day(arguments, "--to");
    if (to.isBefore(from))
      throw new UsageError("cli.ledger-no-days", Map.of("from", from, "to", to));
    Path folder =
        arguments
            .findPath("--to-dir")
            .orElseThrow(
                () -> new UsageError("cli.operand-missing", Map.of("operand", "--to-dir OUT")));
    int shard = arguments.findNumber("--shard", 0, Ledger.MAX_SHARDS - 1).orElse(0);
    try (LocalServer server = LocalServer.reach(arguments, terminal, System.getenv())) {
      ProgressLine progress = new ProgressLine(terminal);
      DayFiles files = new DayFiles(server.client(), folder, shard);
      DayFiles.Written written = files.write(from, to, progress::show);
      progress.clear();
      terminal.say(
          "cli.ledger-exported",
          Map.of("days", written.days(), "rows", written.rows(), "folder", folder));
      return Exit.DONE;
    }
  }

  private static LocalDate day(Arguments arguments, String option) {
    String text =
        arguments
            .find(option)
            .orElseThrow(
                () -> new UsageError("cli.operand-missing", Map.of("operand", option + " DAY")));
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageError("cli.not-a-day", Map.of("option", option, "value", text));
    }
  }
}
