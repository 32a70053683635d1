package org.yutang.supply;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Mass;

/// How stock is divided among channels: pure, and the same for the same stock, rules and day.
///
/// Channels pick by priority, each at most its share of the stock that it accepts, what expires
/// first before others; nothing is picked twice. Held and expired lots stay.
///
/// @param parts one a channel, also where it got nothing
/// @param left what no channel took
public record Allocation(List<Part> parts, List<Left> left) {

  public Allocation {
    parts = List.copyOf(parts);
    left = List.copyOf(left);
  }

  /// @param accepted of the whole stock, all that the channel's rule accepts
  /// @param quota its share of that
  public record Part(Channel channel, Mass accepted, Mass quota, List<Pick> picks) {
    public Part {
      picks = List.copyOf(picks);
    }

    public Mass mass() {
      Mass sum = new Mass(0);
      for (Pick pick : picks) sum = sum.plus(pick.mass());
      return sum;
    }
  }

  /// @param why it was this lot
  public record Pick(Lot lot, Mass mass, Why why) {}

  public enum Why {
    /// Of what was left it expires first, and all of it is taken.
    EXPIRES_FIRST,
    /// The share was full.
    SHARE_FULL
  }

  public record Left(Lot lot, Mass mass, Reason reason) {}

  public enum Reason {
    HELD,
    EXPIRED,
    /// No channel accepts its grade or its days.
    NOT_ACCEPTED,
    SHARES_FULL
  }

  static Allocation of(List<Stock.Holding> stock, List<Channel> channels, LocalDate today) {
    List<Stock.Holding> sorted =
        stock.stream()
            .sorted(
                Comparator.comparing(
                        (Stock.Holding each) -> each.lot().bestBefore().orElse(LocalDate.MAX))
                    .thenComparing(each -> each.lot().harvestedFrom())
                    .thenComparing(each -> each.lot().code()))
            .toList();
    Map<UUID, Long> open = new LinkedHashMap<>();
    for (Stock.Holding each : sorted)
      if (stays(each.lot(), today).isEmpty()) open.put(each.lot().id(), each.mass().grams());
    List<Part> parts =
        channels.stream()
            .sorted(Comparator.comparingInt(Channel::priority).thenComparing(Channel::id))
            .map(channel -> part(channel, sorted, open, today))
            .toList();
    List<Left> left = new ArrayList<>();
    for (Stock.Holding each : sorted) {
      long grams =
          stays(each.lot(), today).isPresent()
              ? each.mass().grams()
              : open.getOrDefault(each.lot().id(), 0L);
      if (grams > 0)
        left.add(
            new Left(
                each.lot(),
                new Mass(grams),
                stays(each.lot(), today)
                    .orElse(
                        channels.stream().anyMatch(channel -> accepts(channel, each.lot(), today))
                            ? Reason.SHARES_FULL
                            : Reason.NOT_ACCEPTED)));
    }
    return new Allocation(parts, left);
  }

  private static Optional<Reason> stays(Lot lot, LocalDate today) {
    if (lot.held().isPresent()) return Optional.of(Reason.HELD);
    return lot.bestBefore().filter(day -> day.isBefore(today)).map(_ -> Reason.EXPIRED);
  }

  private static boolean accepts(Channel channel, Lot lot, LocalDate today) {
    return stays(lot, today).isEmpty()
        && (channel.grades().isEmpty() || channel.grades().contains(lot.product().grade()))
        && lot.bestBefore()
            .map(day -> !day.isBefore(today.plusDays(channel.leastDays())))
            .orElse(true);
  }

  /// Takes its picks off what is open.
  private static Part part(
      Channel channel, List<Stock.Holding> sorted, Map<UUID, Long> open, LocalDate today) {
    List<Stock.Holding> accepted =
        sorted.stream().filter(each -> accepts(channel, each.lot(), today)).toList();
    long all = accepted.stream().mapToLong(each -> each.mass().grams()).sum();
    long quota = Math.multiplyExact(all, channel.sharePercent()) / 100;
    long wanted = quota;
    List<Pick> picks = new ArrayList<>();
    for (Stock.Holding each : accepted) {
      if (picks.size() == Handling.MAX_ITEMS) break;
      long there = open.getOrDefault(each.lot().id(), 0L);
      long part = Math.min(wanted, there);
      if (part == 0) continue;
      picks.add(
          new Pick(each.lot(), new Mass(part), part == there ? Why.EXPIRES_FIRST : Why.SHARE_FULL));
      open.put(each.lot().id(), there - part);
      wanted -= part;
    }
    return new Part(channel, new Mass(all), new Mass(quota), picks);
  }
}
