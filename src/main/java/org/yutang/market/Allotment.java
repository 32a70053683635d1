package org.yutang.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;

/// Divides a harvest. First every order, in the order of payment, gets its own grades: all of it,
/// or as much as there is where it may be sent in parts. Then those that lack something get what is
/// left, by their own rules, in the same order. So nobody's own grade goes to somebody else.
final class Allotment {

  private final List<Presale.Part> parts;
  private final Map<UUID, Integer> rank = new HashMap<>();
  private final long[] left;

  /// @param there pieces of each part that came
  Allotment(List<Presale.Part> parts, long[] there) {
    this.parts = parts;
    this.left = there.clone();
    for (int i = 0; i < parts.size(); i++) rank.put(parts.get(i).article(), i);
  }

  /// An order that was paid, with its own rules.
  record Wanted(Order order, Presale.Terms terms) {}

  long[] left() {
    return left.clone();
  }

  /// In the order in which they are given: that of payment.
  List<PresalePlan.Share> divide(List<Wanted> orders) {
    List<List<Presale.Given>> own = new ArrayList<>();
    for (Wanted each : orders) own.add(take(each, List.of(), false));
    List<PresalePlan.Share> shares = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++)
      shares.add(share(orders.get(i), take(orders.get(i), own.get(i), true)));
    return shares;
  }

  /// What an order gets in addition to what it has; nothing where it may not be sent in parts and
  /// would still lack something.
  private List<Presale.Given> take(Wanted wanted, List<Presale.Given> has, boolean others) {
    long[] before = left.clone();
    List<Presale.Given> given = new ArrayList<>(has);
    boolean all = true;
    for (Order.Line line : wanted.order().lines()) {
      int lacks = line.pieces() - pieces(has, line.article());
      for (int from : ways(wanted.terms().substitution(), rankOf(line.article()), others)) {
        int some = (int) Math.min(lacks, left[from]);
        if (some == 0) continue;
        left[from] -= some;
        lacks -= some;
        add(given, line, from, some);
      }
      all &= lacks == 0;
    }
    if (all || wanted.terms().partial()) return given;
    System.arraycopy(before, 0, left, 0, left.length);
    return has;
  }

  private int rankOf(UUID article) {
    Integer found = rank.get(article);
    if (found == null) throw new IllegalStateException("not of this pre-sale: " + article);
    return found;
  }

  private static int pieces(List<Presale.Given> given, UUID article) {
    return given.stream()
        .filter(each -> each.ordered().equals(article))
        .mapToInt(Presale.Given::pieces)
        .sum();
  }

  /// The grades that may stand for one, the one itself first, then the nearest.
  private List<Integer> ways(Presale.Substitution rule, int own, boolean others) {
    List<Integer> ways = new ArrayList<>();
    ways.add(own);
    if (!others || rule == Presale.Substitution.NONE) return ways;
    if (rule != Presale.Substitution.LOWER) for (int i = own - 1; i >= 0; i--) ways.add(i);
    if (rule != Presale.Substitution.BETTER)
      for (int i = own + 1; i < parts.size(); i++) ways.add(i);
    return ways;
  }

  private void add(List<Presale.Given> given, Order.Line line, int from, int pieces) {
    Presale.Part part = parts.get(from);
    boolean lower = from > rankOf(line.article());
    Money price = lower && part.price().compareTo(line.price()) < 0 ? part.price() : line.price();
    for (int i = 0; i < given.size(); i++) {
      Presale.Given there = given.get(i);
      if (there.ordered().equals(line.article())
          && there.given().equals(Optional.of(part.article()))) {
        given.set(
            i,
            new Presale.Given(
                there.ordered(), there.given(), there.pieces() + pieces, there.price()));
        return;
      }
    }
    given.add(new Presale.Given(line.article(), Optional.of(part.article()), pieces, price));
  }

  private static PresalePlan.Share share(Wanted wanted, List<Presale.Given> came) {
    Order order = wanted.order();
    List<Presale.Given> given = new ArrayList<>(came);
    Money kept = Money.fen(0);
    for (Presale.Given each : came) kept = kept.plus(each.price().times(each.pieces()));
    for (Order.Line line : order.lines()) {
      int lacks = line.pieces() - pieces(came, line.article());
      if (lacks > 0)
        given.add(new Presale.Given(line.article(), Optional.empty(), lacks, Money.fen(0)));
    }
    boolean whole = came.isEmpty();
    Money rest = order.total().minus(order.back());
    Money back = whole ? rest : paidOf(order, order.goods().minus(kept));
    return new PresalePlan.Share(
        order.id(),
        order.number(),
        order.paidAt().orElseThrow(),
        given,
        back.compareTo(rest) > 0 ? rest : back,
        whole);
  }

  /// What the buyer paid for goods of that price: the coupon took its share off. Rounded up.
  private static Money paidOf(Order order, Money goods) {
    BigInteger all = BigInteger.valueOf(order.goods().minor());
    BigInteger paid =
        BigInteger.valueOf(goods.minor())
            .multiply(BigInteger.valueOf(order.goods().minus(order.off()).minor()));
    return Money.fen(paid.add(all).subtract(BigInteger.ONE).divide(all).longValueExact());
  }
}
