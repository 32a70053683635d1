package org.yutang.payment;

import java.util.UUID;

/// What became of a provider's notice. Every kind has left a trace in the database.
///
/// @see Incoming#notice
public sealed interface NoticeAnswer {

  /// The word that the provider wants to hear.
  String word();

  /// The money counts, or had counted before.
  record Taken(UUID arrival, String word) implements NoticeAnswer {}

  /// The money is there and is not what was asked for: it waits to be sent back.
  record Kept(UUID arrival, Arrival.Fit fit, String word) implements NoticeAnswer {}

  /// Nothing was changed.
  record Refused(PaymentRefusal code, String word) implements NoticeAnswer {}
}
