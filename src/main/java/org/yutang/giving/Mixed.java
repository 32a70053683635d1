package org.yutang.giving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;

/// Lists in which orders and refunds stand in any order. All orders are booked first, in one
/// transaction, then all refunds; a refund of an order that only a later line told is refused as if
/// the lines had come one by one. Nothing else of a refund depends on where it stands, and nothing
/// of an order on the refunds before it.
@Component
class Mixed {

  private final Sales sales;
  private final Refunds refunds;

  Mixed(Sales sales, Refunds refunds) {
    this.sales = sales;
    this.refunds = refunds;
  }

  CompletableFuture<List<Notice.Result>> tell(
      Actor actor, Merchant merchant, List<Notice> notices) {
    Lines.requireCount(notices, Giving.MAX_NOTICES);
    List<SaleNotice> sold = new ArrayList<>(notices.size());
    List<Integer> soldAt = new ArrayList<>(notices.size());
    List<Integer> refundedAt = new ArrayList<>();
    for (int at = 0; at < notices.size(); at++) {
      switch (notices.get(at)) {
        case SaleNotice sale -> {
          sold.add(sale);
          soldAt.add(at);
        }
        case RefundNotice _ -> refundedAt.add(at);
      }
    }
    Notice.Result[] results = new Notice.Result[notices.size()];
    CompletableFuture<Void> paid = CompletableFuture.completedFuture(null);
    if (!sold.isEmpty()) {
      Sales.Begun begun = sales.begin(actor, merchant, sold, false);
      for (int i = 0; i < sold.size(); i++) results[soldAt.get(i)] = begun.results().get(i);
      paid = begun.paid();
    }
    if (!refundedAt.isEmpty()) {
      paid.join(); // money comes in before it goes out
      refund(actor, merchant, notices, refundedAt, results);
    }
    List<Notice.Result> told = Arrays.asList(results);
    return paid.thenApply(_ -> told);
  }

  private void refund(
      Actor actor,
      Merchant merchant,
      List<Notice> notices,
      List<Integer> refundedAt,
      Notice.Result[] results) {
    Map<String, Integer> firstTold = firstTold(results);
    List<RefundNotice> inOrder = new ArrayList<>();
    List<Integer> inOrderAt = new ArrayList<>();
    for (int at : refundedAt) {
      RefundNotice notice = (RefundNotice) notices.get(at);
      if (firstTold.getOrDefault(notice.orderNumber(), -1) > at) {
        results[at] =
            new Refund.Result.Refused(
                new Refusal(GivingRefusal.UNKNOWN_ORDER, Map.of("order", notice.orderNumber())));
      } else {
        inOrder.add(notice);
        inOrderAt.add(at);
      }
    }
    for (int from = 0; from < inOrder.size(); from += Giving.MAX_LINES) {
      List<RefundNotice> some =
          inOrder.subList(from, Math.min(inOrder.size(), from + Giving.MAX_LINES));
      List<Refund.Result> booked = refunds.book(actor, merchant, some, false);
      for (int i = 0; i < booked.size(); i++) results[inOrderAt.get(from + i)] = booked.get(i);
    }
  }

  /// Which line told an order that was not there before.
  private static Map<String, Integer> firstTold(Notice.Result[] results) {
    Map<String, Integer> firstTold = new HashMap<>();
    for (int at = 0; at < results.length; at++)
      if (results[at] instanceof Sale.Result.Booked booked && !booked.repeated())
        firstTold.put(booked.sale().orderNumber(), at);
    return firstTold;
  }
}
