package org.yutang.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yutang.kernel.Refusal;
import org.yutang.register.ImportKind;
import org.yutang.register.ImportReport;
import org.yutang.register.ImportRequest;
import org.yutang.store.Json;
import tools.jackson.databind.JsonNode;

/// `import`: a file of places or of households into the register of the server on this machine.
final class ImportVerb implements Verb {

  @Override
  public String name() {
    return "import";
  }

  @Override
  public Usage usage() {
    return new Usage(
        List.of("KIND", "FILE"),
        Stream.concat(
                Stream.of(
                    Usage.Option.of("--mapping", "MAPPING"),
                    Usage.Option.of("--preview"),
                    Usage.Option.of("--max-bad", "SHARE"),
                    Usage.Option.of("--errors", "OUT")),
                LocalServer.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws Exception {
    ImportKind kind = kind(arguments.operand(0));
    Path file = existing(Arguments.path(arguments.operand(1)));
    Path mapping =
        existing(
            arguments
                .findPath("--mapping")
                .orElseThrow(
                    () ->
                        new UsageError(
                            "cli.operand-missing", Map.of("operand", "--mapping MAPPING"))));
    double maxBad = share(arguments);
    try (LocalServer server = LocalServer.reach(arguments, terminal, System.getenv())) {
      LocalClient client = server.client();
      terminal.warn("cli.uploading", Map.of("file", file.getFileName()));
      String digest = client.send("/api/v1/files", file).get("digest").asString();
      Map<String, Object> request = new HashMap<>();
      request.put("kind", kind.name().toLowerCase(Locale.ROOT));
      request.put("file", digest);
      request.put("fileName", file.getFileName().toString());
      request.put("mapping", Files.readString(mapping));
      request.put("maxBadShare", maxBad);
      request.put("preview", arguments.has("--preview"));
      String job = client.post("/api/v1/imports", request).get("job").asString();
      JsonNode ended = AwaitedJob.await(client, job, terminal);
      Optional<Path> errors = arguments.findPath("--errors");
      return switch (ended.get("state").asString()) {
        case "DONE" ->
            done(
                client,
                job,
                Json.read(ended.get("result").toString(), ImportReport.class),
                errors,
                terminal);
        case "REFUSED" -> refused(client, job, ended.get("refusal"), errors, terminal);
        default -> {
          terminal.warn("cli.job-failed", Map.of("job", job));
          yield Exit.REFUSED;
        }
      };
    }
  }

  private static int done(
      LocalClient client, String job, ImportReport report, Optional<Path> errors, Terminal terminal)
      throws IOException {
    terminal.say(
        report.preview() ? "cli.import-preview" : "cli.import-done",
        Map.of(
            "rows",
            report.rows(),
            "good",
            report.good(),
            "bad",
            report.bad(),
            "seconds",
            String.format(Locale.ROOT, "%.1f", report.seconds()),
            "rate",
            report.rowsPerSecond()));
    counts("cli.import-places", report.places(), terminal);
    counts("cli.import-households", report.households(), terminal);
    counts("cli.import-persons", report.persons(), terminal);
    counts("cli.import-facts", report.facts(), terminal);
    report
        .badReasons()
        .forEach(
            (reason, count) ->
                terminal.say(
                    "cli.import-reason",
                    Map.of("count", count, "reason", reason(reason, terminal))));
    if (!report.firstRows().isEmpty()) {
      terminal.say("cli.import-first-rows", Map.of());
      report.firstRows().forEach(row -> terminal.out().println("  " + row));
    }
    if (report.bad() > 0) fetchErrors(client, job, errors, terminal);
    return Exit.DONE;
  }

  private static int refused(
      LocalClient client, String job, JsonNode refusal, Optional<Path> errors, Terminal terminal)
      throws IOException {
    AwaitedJob.sayRefused(refusal, terminal);
    if (refusal.get("facts").has("errorFile")) fetchErrors(client, job, errors, terminal);
    return Exit.REFUSED;
  }

  private static void fetchErrors(
      LocalClient client, String job, Optional<Path> errors, Terminal terminal) throws IOException {
    if (errors.isEmpty()) return;
    client.fetch("/api/v1/imports/" + job + "/errors", errors.get());
    terminal.say("cli.import-errors", Map.of("file", errors.get()));
  }

  private static void counts(String what, ImportReport.Counts counts, Terminal terminal) {
    if (counts.equals(ImportReport.Counts.NONE)) return;
    terminal.say(
        "cli.import-counts",
        Map.of(
            "what",
            terminal.words().t(what),
            "fresh",
            counts.fresh(),
            "changed",
            counts.changed(),
            "unchanged",
            counts.unchanged()));
  }

  private static String reason(String code, Terminal terminal) {
    String key = "register.bad." + code;
    return terminal.words().has(key) ? terminal.words().t(key) : code;
  }

  private static ImportKind kind(String typed) {
    return switch (typed) {
      case "places" -> ImportKind.PLACES;
      case "register" -> ImportKind.REGISTER;
      default -> throw new UsageError("cli.import-kind", Map.of("kind", typed));
    };
  }

  private static double share(Arguments arguments) {
    String text =
        arguments.find("--max-bad").orElse(String.valueOf(ImportRequest.USUAL_MAX_BAD_SHARE));
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) return share;
    } catch (NumberFormatException e) {
      throw new UsageError("cli.not-a-share", Map.of("option", "--max-bad", "value", text));
    }
    throw new UsageError("cli.not-a-share", Map.of("option", "--max-bad", "value", text));
  }

  private static Path existing(Path file) {
    if (Files.isReadable(file) && !Files.isDirectory(file)) return file;
    throw new Refusal(CliRefusal.FILE_MISSING, Map.of("file", file));
  }
}
