package org.yutang.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.DefinitionFile;
import org.yutang.programme.Programme;
import org.yutang.programme.Trials;

/// `programme check` reads definitions as strictly as a server does at its start, and says what it
/// understood; that needs no server and starts no Spring. `simulate` and `replay` try one on a
/// server; see [ProgrammeTrial].
final class ProgrammeVerb implements Verb {

  private static final long MAX_BYTES = 4L * Trials.MAX_TEXT;

  @Override
  public String name() {
    return "programme";
  }

  @Override
  public Usage usage() {
    return new Usage(
        List.of("check|simulate|replay", "FILE", "[FILE...]"),
        Stream.concat(
                Stream.of(
                    Usage.Option.of("--place", "CODE"),
                    Usage.Option.of("--year", "YEAR"),
                    Usage.Option.of("--json")),
                LocalServer.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws Exception {
    List<String> files = arguments.operands().subList(1, arguments.operands().size());
    return switch (arguments.operand(0)) {
      case "check" -> check(files, terminal);
      case "simulate" -> {
        int year =
            arguments.findNumber("--year", 1900, 9999).orElseThrow(() -> missing("--year YEAR"));
        yield ProgrammeTrial.simulate(one(files), place(arguments), year, arguments, terminal);
      }
      case "replay" -> ProgrammeTrial.replay(one(files), place(arguments), arguments, terminal);
      default -> throw new UsageError("cli.programme-what", Map.of("what", arguments.operand(0)));
    };
  }

  /// Goes on where one is wrong, so that all mistakes are seen at once; refuses with the last.
  private static int check(List<String> files, Terminal terminal) throws IOException {
    Optional<Refusal> wrong = Optional.empty();
    for (String typed : files) {
      try {
        say(DefinitionFile.read(typed, text(typed)), terminal);
      } catch (Refusal refusal) {
        wrong.ifPresent(before -> terminal.err().println(terminal.words().refusal(before)));
        wrong = Optional.of(refusal);
      }
    }
    if (wrong.isPresent()) throw wrong.get();
    return Exit.DONE;
  }

  private static String one(List<String> files) throws IOException {
    if (files.size() > 1)
      throw new UsageError("cli.operand-unknown", Map.of("operand", files.get(1)));
    return text(files.getFirst());
  }

  private static String place(Arguments arguments) {
    return arguments.find("--place").orElseThrow(() -> missing("--place CODE"));
  }

  private static UsageError missing(String option) {
    return new UsageError("cli.operand-missing", Map.of("operand", option));
  }

  private static String text(String typed) throws IOException {
    Path file = Arguments.path(typed);
    if (!Files.isRegularFile(file))
      throw new Refusal(CliRefusal.FILE_MISSING, Map.of("file", file.toString()));
    if (Files.size(file) > MAX_BYTES) throw unusable(file, Files.size(file) + " bytes");
    return text(file);
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw unusable(file, "not UTF-8");
    }
  }

  private static Refusal unusable(Path file, String reason) {
    return new Refusal(CliRefusal.FILE_UNUSABLE, Map.of("file", file.toString(), "reason", reason));
  }

  private static void say(Programme programme, Terminal terminal) {
    terminal.say(
        "cli.programme.good",
        Map.of(
            "id", programme.id().text(),
            "title", programme.title().in(terminal.words().language()),
            "versions", programme.versions().size()));
    for (Programme.Version version : programme.versions()) {
      terminal.say("cli.programme.version", Map.of("year", String.valueOf(version.fromYear())));
      version
          .cover()
          .ifPresent(
              cover ->
                  terminal.say(
                      "cli.programme.cover",
                      Map.of(
                          "premium", cover.premium().toString(), "rules", version.rules().size())));
      for (CaseKind kind : version.kinds()) say(kind, terminal);
    }
  }

  private static void say(CaseKind kind, Terminal terminal) {
    terminal.say(
        "cli.programme.kind",
        Map.of(
            "name", kind.name(),
            "title", kind.title().in(terminal.words().language()),
            "fields", kind.fields().size(),
            "rules", kind.rules().size(),
            "stages",
                kind.stages().stream()
                    .map(stage -> stage(stage, terminal))
                    .collect(Collectors.joining(" → "))));
    if (kind.benefit() instanceof Benefit.Fixed fixed && !kind.instalments().isEmpty())
      terminal.say(
          "cli.programme.fixed",
          Map.of("amount", fixed.amount().toString(), "parts", kind.instalments().size()));
  }

  private static String stage(CaseKind.Stage stage, Terminal terminal) {
    return terminal
        .words()
        .t(
            "cli.programme.stage",
            Map.of(
                "title",
                stage.title().in(terminal.words().language()),
                "days",
                String.valueOf(stage.days())));
  }
}
