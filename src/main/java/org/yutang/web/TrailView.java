package org.yutang.web;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.programme.Case;
import org.yutang.programme.Programme;
import org.yutang.register.Place;

/// One case from its cover to the last payment, for the auditor.
///
/// @param name of the person, masked
/// @param verifierKey of the public log
public record TrailView(
    Case file,
    Programme programme,
    Place village,
    String name,
    List<Row> rows,
    List<Leaf> leaves,
    String verifierKey,
    Instant asOf) {

  public TrailView {
    rows = List.copyOf(rows);
    leaves = List.copyOf(leaves);
  }

  /// One thing that happened.
  ///
  /// @param rank orders what happened in the same moment: first what somebody did, then its money,
  ///   then its leaf
  /// @param who the account's name, or an empty text for the house itself
  /// @param roles of the account, as they are now
  /// @param what the key of its word
  /// @param facts of the audit by name, or of the house by the key of their label
  /// @param audit the number of its row in the audit
  public record Row(
      Instant at,
      int rank,
      String who,
      List<String> roles,
      String what,
      Optional<String> reason,
      Optional<String> note,
      Map<String, Object> facts,
      Optional<Movement> money,
      Optional<Leaf> leaf,
      Optional<Long> audit) {
    static final Comparator<Row> BY_TIME =
        Comparator.comparing(Row::at).thenComparingInt(Row::rank);

    public Row {
      roles = List.copyOf(roles);
      facts = Map.copyOf(facts);
    }
  }

  /// A line of the ledger.
  ///
  /// @param kind `reserve`, `post` or `transfer`
  /// @param from an account's name and address, as is `to`
  public record Movement(
      String transfer, String kind, String memo, String amount, Side from, Side to) {}

  public record Side(String name, String href) {}

  /// An entry of the public log.
  ///
  /// @param index from 0
  public record Leaf(String key, long index, String what) {}
}
