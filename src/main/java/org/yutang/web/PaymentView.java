package org.yutang.web;

import java.util.Map;
import java.util.UUID;
import org.yutang.kernel.Page;
import org.yutang.payment.BankFiles;
import org.yutang.payment.Payout;
import org.yutang.register.Place;

/// Payouts and bank batches.
public final class PaymentView {

  private PaymentView() {}

  /// The batches, and how many payouts wait for what.
  ///
  /// @param ready wait for a batch; `sent`: with the bank; `failed`: it could not pay
  /// @param provider what stands behind new payouts
  /// @param key of the form that makes a batch
  public record Batches(
      Page<BankFiles.Batch> batches,
      String sort,
      long ready,
      long sent,
      long failed,
      Payout.Via provider,
      boolean mayPrepare,
      String key,
      String problem) {}

  /// @param places by code
  public record Listed(Page<Payout> payouts, Map<String, Place> places, String sort) {
    public Listed {
      places = Map.copyOf(places);
    }
  }

  /// One batch.
  ///
  /// @param called display names of those who acted, by account
  /// @param own whether the reader made it, and so may not release it
  public record One(
      BankFiles.Batch batch,
      Page<Payout> payouts,
      String sort,
      Map<String, Place> places,
      Map<String, String> called,
      boolean mayRelease,
      boolean mayPrepare,
      boolean own,
      String problem,
      String field) {
    public One {
      places = Map.copyOf(places);
      called = Map.copyOf(called);
    }

    public String called(UUID account) {
      return called.getOrDefault(account.toString(), account.toString());
    }

    public boolean isMade() {
      return batch.state() == BankFiles.State.MADE;
    }

    public boolean isReleased() {
      return batch.state() == BankFiles.State.RELEASED;
    }
  }

  /// How a payout's state is coloured.
  public static String style(Payout.State state) {
    return switch (state) {
      case HELD, READY, SENT -> "";
      case PAID -> "ok";
      case FAILED -> "bad";
    };
  }

  /// How a batch's state is coloured.
  public static String style(BankFiles.State state) {
    return switch (state) {
      case MADE -> "warn";
      case RELEASED -> "";
      case ANSWERED -> "ok";
    };
  }
}
