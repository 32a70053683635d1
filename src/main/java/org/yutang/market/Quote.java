package org.yutang.market;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.giving.Rate;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.programme.Text;

/// What a cart costs at this moment, one part a shop.
public record Quote(List<Part> parts) {

  public Quote {
    parts = List.copyOf(parts);
  }

  public Money total() {
    return parts.stream().map(Part::total).reduce(Money.fen(0), Money::plus);
  }

  /// What of it is given to projects.
  public Money donation() {
    return parts.stream()
        .flatMap(part -> part.gives().stream())
        .map(Gives::amount)
        .reduce(Money.fen(0), Money::plus);
  }

  /// @param freight empty while no address is chosen
  /// @param gives what the shop gives of it
  public record Part(
      UUID shop,
      Text name,
      List<Line> lines,
      Optional<Money> freight,
      Optional<Coupon> coupon,
      Optional<Gives> gives) {
    public Part {
      lines = List.copyOf(lines);
    }

    public Money goods() {
      return lines.stream().map(Line::sum).reduce(Money.fen(0), Money::plus);
    }

    public Money off() {
      return coupon.map(Coupon::off).orElse(Money.fen(0));
    }

    public Money total() {
      return goods().minus(off()).plus(freight.orElse(Money.fen(0)));
    }
  }

  /// @param left pieces that can still be bought
  /// @param onSale whether it can be bought
  public record Line(
      UUID article,
      UUID product,
      Text title,
      Text name,
      Mass mass,
      Money price,
      int pieces,
      long left,
      boolean onSale,
      Optional<String> photo) {
    public Money sum() {
      return price.times(pieces);
    }
  }

  /// @param amount by the rate of today, of the goods after the coupon
  public record Gives(UUID project, Rate rate, Money amount) {}
}
