package org.yutang.payment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Payouts as files: one person puts what is ready into a batch, another releases it, the file goes
/// to the bank, and the bank's result comes back.
///
/// The file is CSV: a line `batch,NUMBER,count,N,sum,AMOUNT,currency,CNY`, a heading, one line a
/// payout (`line,payout,payee,account,amount,purpose`). Its digest is SHA-256 of all its bytes. The
/// result has a first line `batch,NUMBER,count,N,sum,AMOUNT,digest,DIGEST`, a heading
/// `line,payout,amount,result,reason,date`, and every line that was sent, with `paid` or `failed`.
public interface BankFiles {

  /// The most payouts of one file.
  int MAX_LINES = 5000;

  /// The largest result that is read.
  int MAX_BYTES = 4 << 20;

  /// Puts what is ready where the actor may `PREPARE_PAYMENT` into a new batch, the oldest first,
  /// of one currency. The same id again gives the same batch. Refuses with
  /// [PaymentRefusal#NOTHING_TO_PAY] and [PaymentRefusal#NOT_IN_GBK].
  Batch make(Actor actor, UUID id, Encoding encoding, LocalDate businessDate);

  /// Releases a batch that somebody else made; wants `RELEASE_PAYMENT` in all its places. Refuses
  /// with [PaymentRefusal#SAME_PERSON]. Releasing it again changes nothing.
  Batch release(Actor actor, UUID id);

  /// The file, byte for byte as often as it is asked for; leaves an audit row. Wants
  /// `PREPARE_PAYMENT` in all its places. Refuses with [PaymentRefusal#NOT_RELEASED].
  byte[] file(Actor actor, UUID id);

  /// Takes the bank's result, whole or not at all. The same file again gives the first answer.
  /// Refuses with [PaymentRefusal#RESULT_DIFFERS], [PaymentRefusal#ANSWERED_OTHERWISE] and
  /// [PaymentRefusal#NOT_RELEASED].
  Batch result(Actor actor, UUID id, byte[] file);

  /// Refuses with [PaymentRefusal#UNKNOWN_BATCH], also where the actor may not see it.
  Batch get(Actor actor, UUID id);

  Page<Batch> list(Actor actor, Query query);

  enum Encoding {
    UTF_8,
    GBK
  }

  enum State {
    MADE,
    RELEASED,
    ANSWERED
  }

  enum Sort {
    MADE,
    AMOUNT,
    STATE
  }

  record Query(Optional<State> state, Sort sort, boolean descending, Page.Wanted page) {}

  /// @param number what people and the bank call it
  /// @param digest SHA-256 of the file, in hex
  /// @param paid how many of the payouts the bank has paid, once answered; `paidAmount` their sum
  record Batch(
      UUID id,
      String number,
      Encoding encoding,
      State state,
      int payouts,
      Money amount,
      String digest,
      List<PlaceCode> places,
      LocalDate businessDate,
      UUID madeBy,
      Instant madeAt,
      Optional<UUID> releasedBy,
      Optional<Instant> releasedAt,
      Optional<UUID> answeredBy,
      Optional<Instant> answeredAt,
      Optional<Integer> paid,
      Optional<Money> paidAmount) {
    public Batch {
      places = List.copyOf(places);
    }
  }
}
