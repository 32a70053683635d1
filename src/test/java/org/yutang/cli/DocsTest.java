package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents tell people to type exists.
class DocsTest {

  private static final Pattern COMMAND =
      Pattern.compile("(?:^|[\\s`])(?:\\./|/[\\w/]+/program/)yutang( [^`\\n]*)?");
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:|#|mailto:)([^)#\\s]+)(#[^)]*)?\\)");

  private record Command(Path file, String text, List<String> words) {}

  @Test
  void everyCommandInTheDocumentsFitsItsVerb() throws IOException {
    List<Command> commands = commands();
    assertThat(commands).hasSizeGreaterThan(10);
    for (Command command : commands) {
      if (command.words.isEmpty()) continue;
      String name = command.words.getFirst();
      List<String> rest = command.words.subList(1, command.words.size());
      if (List.of("test", "check", "help").contains(name) || rest.contains("--help")) continue;
      Optional<Verb> verb =
          Main.VERBS.stream().filter(known -> known.name().equals(name)).findFirst();
      assertThat(verb).as(command.file + ": " + command.text).isPresent();
      if (rest.isEmpty() || rest.contains("…")) continue; // the verb is only named
      org.assertj.core.api.Assertions.assertThatCode(() -> verb.get().usage().parse(rest))
          .as(command.file + ": " + command.text)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void filesOfTheProjectThatCommandsNameAreThere() throws IOException {
    for (Command command : commands())
      for (String word : command.words)
        if (word.startsWith("mappings/"))
          assertThat(Typed.PROJECT.resolve(word)).as(command.text).exists();
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    for (Path file : documents())
      for (Matcher link = LINK.matcher(Files.readString(file)); link.find(); )
        assertThat(file.resolveSibling(link.group(1)).normalize()).as(file.toString()).exists();
  }

  @Test
  void theTableOfSettingsIsComplete() throws IOException {
    String page = Files.readString(Typed.PROJECT.resolve("docs/how-to/configure.md"));
    List<String> rows = page.lines().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows).hasSameSizeAs(Setting.values());
    for (Setting setting : Setting.values()) {
      String usual = setting.usual().isEmpty() ? "–" : "`" + setting.usual() + "`";
      assertThat(rows)
          .as(setting.key())
          .anySatisfy(
              row ->
                  assertThat(row)
                      .contains("| `" + setting.key() + "` | `" + setting.variable() + "` |")
                      .contains("| " + usual + " |"));
    }
  }

  @Test
  void theQuickCommandsRun() throws Exception {
    for (Command command : commands())
      if (command.words.contains("--help"))
        assertThat(Typed.launcher(command.words.toArray(String[]::new)).code())
            .as(command.text)
            .isZero();
    assertThat(Typed.launcher("help").code()).isZero();
  }

  private static List<Path> documents() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> top = Files.list(Typed.PROJECT);
        Stream<Path> docs = Files.walk(Typed.PROJECT.resolve("docs"))) {
      Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).forEach(found::add);
    }
    return found;
  }

  /// Every `./yutang …` in code; what follows `#`, `|`, `&&` or `>` is not the verb's.
  private static List<Command> commands() throws IOException {
    List<Command> found = new ArrayList<>();
    for (Path file : documents())
      for (Matcher command = COMMAND.matcher(Files.readString(file)); command.find(); ) {
        String text =
            Optional.ofNullable(command.group(1))
                .orElse("")
                .replaceFirst("( #| \\||&&| >|;|[，。；、（]).*", "")
                .strip();
        found.add(
            new Command(
                file,
                command.group().strip(),
                text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s+"))));
      }
    return found;
  }
}
