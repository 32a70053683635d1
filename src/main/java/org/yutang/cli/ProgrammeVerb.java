package org.yutang.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.DefinitionFile;
import org.yutang.programme.Programme;

/// `programme check`: reads a definition as strictly as a server does at its start, and says what
/// it understood. Needs no server and starts no Spring.
final class ProgrammeVerb implements Verb {

  private static final long MAX_BYTES = 4_000_000;

  @Override
  public String name() {
    return "programme";
  }

  @Override
  public Usage usage() {
    return Usage.of(List.of("check", "FILE"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    if (!arguments.operand(0).equals("check"))
      throw new UsageError("cli.programme-what", Map.of("what", arguments.operand(0)));
    Path file = Arguments.path(arguments.operand(1));
    if (!Files.isRegularFile(file))
      throw new Refusal(CliRefusal.FILE_MISSING, Map.of("file", file.toString()));
    if (Files.size(file) > MAX_BYTES) throw unusable(file, Files.size(file) + " bytes");
    say(DefinitionFile.read(arguments.operand(1), text(file)), terminal);
    return Exit.DONE;
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
                    .map(stage -> stage.title().in(terminal.words().language()))
                    .collect(Collectors.joining(" → "))));
    if (kind.benefit() instanceof Benefit.Fixed fixed)
      terminal.say(
          "cli.programme.fixed",
          Map.of("amount", fixed.amount().toString(), "parts", kind.instalments().size()));
  }
}
