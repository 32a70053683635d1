package org.yutang.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The operands and options that a verb takes.
///
/// @param operands what follows the verb without dashes, by its shown name; a name in brackets such
///   as `[FILE]` may be left out, and a last one such as `[FILE...]` may come any number of times
/// @param options in the order in which help shows them
record Usage(List<String> operands, List<Option> options) {

  Usage {
    operands = List.copyOf(operands);
    options = List.copyOf(options);
  }

  static Usage of(List<String> operands, Option... options) {
    return new Usage(operands, List.of(options));
  }

  /// @param name with its dashes, such as `--port`
  /// @param values the shown names of the values that follow it, none for a switch
  record Option(String name, List<String> values) {
    Option {
      values = List.copyOf(values);
    }

    static Option of(String name, String... values) {
      return new Option(name, List.of(values));
    }

    String shown() {
      return (name + " " + String.join(" ", values)).strip();
    }
  }

  /// One line such as `import KIND FILE [--preview] [--port N]`.
  String shown(String verb) {
    List<String> parts = new ArrayList<>();
    parts.add(verb);
    parts.addAll(operands);
    for (Option option : options) parts.add("[" + option.shown() + "]");
    return String.join(" ", parts);
  }

  /// Reads what was typed after the verb; throws [UsageError] where it does not fit.
  /// `--option=value` works as well, and everything after `--` is an operand.
  Arguments parse(List<String> typed) {
    Map<String, Option> known =
        options.stream().collect(Collectors.toMap(Option::name, option -> option));
    List<String> given = new ArrayList<>();
    Map<String, List<String>> chosen = new HashMap<>();
    for (int i = 0; i < typed.size(); i++) {
      String word = typed.get(i);
      if (word.equals("--")) {
        given.addAll(typed.subList(i + 1, typed.size()));
        break;
      }
      if (!word.startsWith("--")) {
        given.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      Option option =
          Optional.ofNullable(known.get(name))
              .orElseThrow(() -> new UsageError("cli.unknown-option", Map.of("option", name)));
      List<String> values = new ArrayList<>();
      if (equals >= 0) values.add(word.substring(equals + 1));
      while (values.size() < option.values().size()) {
        if (++i >= typed.size() || typed.get(i).startsWith("--"))
          throw new UsageError("cli.value-missing", Map.of("option", option.shown()));
        values.add(typed.get(i));
      }
      if (values.size() > option.values().size())
        throw new UsageError("cli.value-not-wanted", Map.of("option", name));
      if (chosen.put(name, values) != null)
        throw new UsageError("cli.option-twice", Map.of("option", name));
    }
    long needed = operands.stream().filter(operand -> !operand.startsWith("[")).count();
    if (given.size() < needed)
      throw new UsageError("cli.operand-missing", Map.of("operand", operands.get(given.size())));
    boolean any = !operands.isEmpty() && operands.getLast().contains("...");
    if (given.size() > operands.size() && !any)
      throw new UsageError("cli.operand-unknown", Map.of("operand", given.get(operands.size())));
    return new Arguments(given, chosen);
  }
}
