package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.kernel.Page;
import org.yutang.payment.Arrival;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.PaymentRefund;
import org.yutang.payment.Via;

/// Payments coming in, and what goes back.
public final class IncomingView {

  private IncomingView() {}

  /// @param unmatched how much money has to go back and has not
  /// @param asked how many refunds wait for a second person
  /// @param sandbox whether strangers can pay here without money
  public record Payments(
      Page<IncomingPayment> payments, long unmatched, long asked, boolean sandbox) {}

  public record Arrivals(Page<Arrival> arrivals) {}

  /// One arrival.
  ///
  /// @param called display names of those who acted, by account
  public record One(
      Arrival arrival,
      List<PaymentRefund> refunds,
      Map<String, String> called,
      UUID reader,
      boolean mayAsk,
      boolean mayRelease,
      String key,
      Map<String, String> typed,
      String problem,
      String field) {
    public One {
      refunds = List.copyOf(refunds);
      called = Map.copyOf(called);
      typed = Map.copyOf(typed);
    }

    public String called(UUID account) {
      return called.getOrDefault(account.toString(), account.toString());
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }
  }

  public static boolean isSandbox(Via via) {
    return via == Via.SANDBOX;
  }

  public static String style(IncomingPayment.State state) {
    return switch (state) {
      case OPEN -> "warn";
      case PAID -> "ok";
      case EXPIRED, CANCELLED -> "line";
    };
  }

  public static String style(Arrival arrival) {
    if (arrival.fit() == Arrival.Fit.FITS) return "ok";
    return arrival.isOver() ? "line" : "bad";
  }

  public static String style(PaymentRefund.State state) {
    return switch (state) {
      case ASKED -> "warn";
      case RELEASED, HELD, RETURNED, REJECTED -> "";
      case DONE -> "ok";
      case DECLINED -> "line";
      case FAILED -> "bad";
    };
  }
}
