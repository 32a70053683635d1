package org.yutang.web;

import java.util.List;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.live.Room;
import org.yutang.market.Product;
import org.yutang.market.Selling;
import org.yutang.market.Shop;

/// Live rooms as pages show them.
public final class LiveView {

  private LiveView() {}

  /// @param broadcastDay the next 15th, on which villages show what they have
  public record Listed(List<Room> rooms, String broadcastDay, int inCart) {}

  /// @param source of the picture; empty where there is none
  public record Watched(
      Room room,
      Shop shop,
      String source,
      List<Product> shelf,
      MarketView.Named named,
      List<Room.Message> said,
      List<Room.Chapter> chapters,
      int viewers,
      String key,
      String problem,
      int inCart) {
    /// The pinned one first.
    public List<Product> ordered() {
      return java.util.stream.Stream.concat(
              shelf.stream().filter(this::isPinned), shelf.stream().filter(each -> !isPinned(each)))
          .toList();
    }

    public boolean isPinned(Product product) {
      return room.pinned().equals(java.util.Optional.of(product.id()));
    }

    public String title(Screen s, UUID product) {
      return shelf.stream()
          .filter(each -> each.id().equals(product))
          .findFirst()
          .map(each -> s.in(each.title()))
          .orElse("–");
    }
  }

  /// The rooms of a shop for who runs it.
  public record Desks(ShopView.Tabs tabs, Shop shop, List<Room> rooms, MerchantView.Form form) {}

  /// @param key that was made just now; empty otherwise
  public record Desk(
      Room room,
      Shop shop,
      List<Product> shelf,
      List<Room.Message> said,
      List<Selling.InRoom> sold,
      int viewers,
      String key,
      String problem) {
    public Money goods() {
      return sold.stream().map(Selling.InRoom::goods).reduce(Money.fen(0), Money::plus);
    }

    public Money back() {
      return sold.stream().map(Selling.InRoom::back).reduce(Money.fen(0), Money::plus);
    }
  }

  /// Hours, minutes and seconds after the beginning.
  public static String clock(Room.Chapter chapter) {
    long seconds = Math.max(0, chapter.offset().toSeconds());
    return String.format(
        java.util.Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
