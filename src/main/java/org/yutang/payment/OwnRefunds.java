package org.yutang.payment;

/// Implemented as a bean by a room that gives the money of its payments back itself, with
/// [Incoming#giveBack], because more than money has to move. The desk leaves those alone, but for
/// what the provider would not take and came back.
public interface OwnRefunds {

  /// Of its payments.
  String purpose();
}
