package org.yutang.programme.definition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.programme.CaseKind;

/// A kind of cases with its rules compiled.
///
/// @param reserved rules of the reserved seats, in their order
public record CompiledKind(
    CaseKind kind,
    List<Rules.Compiled> rules,
    List<Rules.Compiled> conditions,
    List<Rules.Compiled> reserved) {

  public CompiledKind {
    rules = List.copyOf(rules);
    conditions = List.copyOf(conditions);
    reserved = List.copyOf(reserved);
  }

  /// This kind with the benefit and the limits of another version of it, where both give money or
  /// both give none and this form still asks what that benefit is counted from.
  public CompiledKind promising(CaseKind promised) {
    boolean asks =
        promised.benefit().fields().stream()
            .allMatch(
                name ->
                    type(kind, name).isPresent() && type(kind, name).equals(type(promised, name)));
    return asks && promised.instalments().isEmpty() == kind.instalments().isEmpty()
        ? new CompiledKind(kind.promising(promised), rules, conditions, reserved)
        : this;
  }

  private static Optional<CaseKind.Type> type(CaseKind kind, String name) {
    return kind.fields().stream()
        .filter(field -> field.name().equals(name))
        .map(CaseKind.Field::type)
        .findFirst();
  }

  /// The first reserved seats that somebody with these facts may take, by name.
  public Optional<String> reservedFor(Map<String, Object> facts) {
    return reserved.stream()
        .filter(each -> each.isMet(facts))
        .map(each -> each.rule().name())
        .findFirst();
  }
}
