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
  /// both give none.
  public CompiledKind promising(CaseKind promised) {
    return promised.instalments().isEmpty() == kind.instalments().isEmpty()
        ? new CompiledKind(kind.promising(promised), rules, conditions, reserved)
        : this;
  }

  /// The first reserved seats that somebody with these facts may take, by name.
  public Optional<String> reservedFor(Map<String, Object> facts) {
    return reserved.stream()
        .filter(each -> each.isMet(facts))
        .map(each -> each.rule().name())
        .findFirst();
  }
}
