package org.yutang.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.yutang.kernel.Refusal;

/// What [Setting]s are given and where, read from `<dir>/yutang.yaml` and the environment. Whatever
/// is not in the table is refused.
final class Settings {

  /// The file's name inside `--dir`.
  static final String FILE = "yutang.yaml";

  private record Given(String value, String where) {}

  private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

  private Settings() {}

  static Settings read(Path dir, Map<String, String> environment) {
    Settings settings = new Settings();
    Path file = dir.resolve(FILE);
    if (Files.exists(file)) settings.readFile(file);
    environment.forEach(settings::readVariable);
    return settings;
  }

  /// What was given on the command line wins.
  void override(Setting setting, String value, String where) {
    given.put(setting, new Given(value, where));
  }

  String get(Setting setting) {
    return find(setting).orElse(setting.usual());
  }

  Optional<String> find(Setting setting) {
    return Optional.ofNullable(given.get(setting)).map(Given::value);
  }

  int number(Setting setting, int least, int most) {
    try {
      int number = Integer.parseInt(get(setting));
      if (number >= least && number <= most) return number;
      throw bad(setting, least + "–" + most);
    } catch (NumberFormatException e) {
      throw bad(setting, least + "–" + most);
    }
  }

  boolean yes(Setting setting) {
    return switch (get(setting)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(setting, "true, false");
    };
  }

  private Refusal bad(Setting setting, String wanted) {
    Given said = given.getOrDefault(setting, new Given(setting.usual(), ""));
    return new Refusal(
        CliRefusal.BAD_VALUE,
        Map.of(
            "key", setting.key(), "where", said.where(), "value", said.value(), "wanted", wanted));
  }

  private void readVariable(String name, String value) {
    if (!name.startsWith("YUTANG_") || Setting.isOther(name)) return;
    Setting setting =
        Setting.findVariable(name)
            .orElseThrow(() -> unknown(name, "$" + name, Setting.nearestVariable(name)));
    if (!value.isBlank()) given.put(setting, new Given(value.strip(), "$" + name));
  }

  private void readFile(Path file) {
    try {
      Node root =
          new Compose(LoadSettings.builder().setLabel(file.toString()).build())
              .composeString(Files.readString(file))
              .orElse(null);
      if (root instanceof MappingNode mapping) readMapping(mapping, "", file);
      else if (root != null) throw unreadable(file, "key: value");
    } catch (YamlEngineException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readMapping(MappingNode mapping, String prefix, Path file) {
    for (NodeTuple entry : mapping.getValue()) {
      String key =
          prefix + (entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?");
      String where = file + place(entry.getKeyNode());
      if (entry.getValueNode() instanceof MappingNode inner) readMapping(inner, key + ".", file);
      else {
        Setting setting =
            Setting.find(key).orElseThrow(() -> unknown(key, where, Setting.nearest(key)));
        if (!(entry.getValueNode() instanceof ScalarNode value)) throw unreadable(file, key);
        given.put(setting, new Given(value.getValue(), where));
      }
    }
  }

  private static String place(Node node) {
    return node.getStartMark()
        .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
        .orElse("");
  }

  private static Refusal unknown(String key, String where, String nearest) {
    return new Refusal(
        CliRefusal.UNKNOWN_KEY, Map.of("key", key, "where", where, "nearest", nearest));
  }

  private static Refusal unreadable(Path file, String reason) {
    return new Refusal(
        CliRefusal.UNREADABLE_SETTINGS,
        Map.of("where", file, "reason", reason.lines().findFirst().orElse("")));
  }
}
