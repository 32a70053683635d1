package org.yutang.ledger;

import java.time.Instant;
import java.time.LocalDate;

/// Which lines a statement is about. The two kinds answer different questions and need not agree:
/// an order of Sunday that was told on Monday belongs to Sunday and was recorded on Monday.
public sealed interface Span {

  /// Everything that ever moved.
  Days ALL = new Days(LocalDate.MIN, LocalDate.MAX);

  /// What *belongs* to business days: lines whose business date lies within both, which count as
  /// well. A line that comes later with an earlier date changes what such a statement says.
  record Days(LocalDate from, LocalDate to) implements Span {}

  /// What the books *recorded* from `from` on and before `to`, in the order in which it happened.
  /// Once `to` has passed, such a statement says the same for ever.
  record Recorded(Instant from, Instant to) implements Span {}
}
