package org.yutang.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was typed after the verb, fitting its [Usage].
record Arguments(List<String> operands, Map<String, List<String>> options) {

  Arguments {
    operands = List.copyOf(operands);
    options = Map.copyOf(options);
  }

  /// An operand by its position, from 0.
  String operand(int position) {
    return operands.get(position);
  }

  Optional<String> findOperand(int position) {
    return position < operands.size() ? Optional.of(operands.get(position)) : Optional.empty();
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  /// The single value of an option.
  Optional<String> find(String option) {
    return Optional.ofNullable(options.get(option)).map(List::getFirst);
  }

  /// All values of an option that takes several; empty if it was not given.
  List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }

  /// A whole number within its bounds, or a [UsageError].
  Optional<Integer> findNumber(String option, int least, int most) {
    return find(option)
        .map(
            text -> {
              try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) return number;
              } catch (NumberFormatException e) {
                throw notANumber(option, text, least, most);
              }
              throw notANumber(option, text, least, most);
            });
  }

  /// A path, read relative to the folder in which the user typed.
  Optional<Path> findPath(String option) {
    return find(option).map(Arguments::path);
  }

  /// A path as typed, made absolute relative to the folder in which the user typed.
  static Path path(String typed) {
    return Path.of(typed).toAbsolutePath().normalize();
  }

  private static UsageError notANumber(String option, String text, int least, int most) {
    return new UsageError(
        "cli.not-a-number", Map.of("option", option, "value", text, "least", least, "most", most));
  }
}
