package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.farm.Standard;
import org.yutang.giving.Pledge;
import org.yutang.giving.Project;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.market.Address;
import org.yutang.market.Coupon;
import org.yutang.market.Order;
import org.yutang.market.Product;
import org.yutang.market.Review;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.register.Place;
import org.yutang.supply.Site;
import org.yutang.supply.Stock;

/// The seller centre: shops, what they sell, and their orders.
public final class ShopView {

  private ShopView() {}

  /// The colour of a shop's state.
  public static String tag(Shop.State state) {
    return switch (state) {
      case ASKED -> "warn";
      case OPEN -> "ok";
      case REFUSED, CLOSED -> "";
    };
  }

  public static String tag(Product.State state) {
    return switch (state) {
      case DRAFT -> "warn";
      case ON_SALE -> "ok";
      case ENDED -> "";
    };
  }

  public static String tag(Order.State state) {
    return switch (state) {
      case PAID -> "warn";
      case SENT -> "line";
      case RECEIVED -> "ok";
      case WAITING, CANCELLED -> "";
    };
  }

  /// Exact, without its unit.
  public static String kilograms(Mass mass) {
    return ShopForms.kilograms(mass.grams());
  }

  /// What stands in the tabs of a shop: where the reader is, how many wait.
  public record Tabs(Shop shop, String here, long toSend, long backs) {}

  /// @param waiting those that somebody has to verify; shown before all others
  /// @param places by code
  /// @param mayAsk whether the reader may ask for one
  public record Listed(
      List<Shop> waiting,
      Page<Shop> shops,
      Map<String, Place> places,
      boolean mayAsk,
      boolean sees,
      MerchantView.Form form) {
    public Listed {
      waiting = List.copyOf(waiting);
      places = Map.copyOf(places);
    }

    public String place(Screen s, Shop shop) {
      return Optional.ofNullable(places.get(shop.place().text()))
          .map(s::placeName)
          .orElse(shop.place().text());
    }
  }

  /// @param run whether the reader runs the shop, `approve` verifies it, `ledger` sees its account
  public record May(boolean run, boolean approve, boolean ledger) {}

  public record Who(UUID id, String name) {}

  /// A row of the table of freight as its form has it.
  public record FreightRow(
      String region,
      String name,
      String firstKg,
      String firstYuan,
      String moreKg,
      String moreYuan) {

    static FreightRow blank() {
      return new FreightRow("", "", "", "", "", "");
    }
  }

  /// One shop's first page.
  ///
  /// @param freight with blank rows for more
  /// @param projects by id, of its pledges; `open`: those that it may pledge to
  public record Desk(
      Tabs tabs,
      Shop shop,
      Place place,
      Selling.Earnings earnings,
      long onSale,
      List<FreightRow> freight,
      List<Pledge> pledges,
      Map<String, Project> projects,
      List<Project> open,
      List<Coupon> coupons,
      List<Who> accounts,
      May may,
      String today,
      MerchantView.Form form) {
    public Desk {
      freight = List.copyOf(freight);
      pledges = List.copyOf(pledges);
      projects = Map.copyOf(projects);
      open = List.copyOf(open);
      coupons = List.copyOf(coupons);
      accounts = List.copyOf(accounts);
    }

    public Optional<Project> project(Pledge pledge) {
      return Optional.ofNullable(projects.get(pledge.project().toString()));
    }
  }

  public record Goods(Tabs tabs, Shop shop, Page<Product> products, boolean run) {
    /// The cheapest and the dearest article.
    public static String prices(Product product) {
      Money least = product.articles().getFirst().price();
      Money most = least;
      for (Product.Article each : product.articles()) {
        if (each.price().compareTo(least) < 0) least = each.price();
        if (each.price().compareTo(most) > 0) most = each.price();
      }
      return least.equals(most) ? least.grouped() : least.grouped() + " – " + most.grouped();
    }

    public static long left(Product product) {
      return product.articles().stream().mapToLong(Product.Article::left).sum();
    }
  }

  /// The form of a draft.
  ///
  /// @param product empty for a new one
  /// @param photos that it has, or that were sent with a refused form
  /// @param rows of articles
  public record Draft(
      Shop shop,
      Optional<Product> product,
      List<Standard> standards,
      List<String> photos,
      int rows,
      MerchantView.Form form) {
    public Draft {
      standards = List.copyOf(standards);
      photos = List.copyOf(photos);
    }
  }

  /// @param pieces by the article's id
  /// @param made the standard, variety and grade in words
  public record One(
      Tabs tabs,
      Shop shop,
      Product product,
      Optional<Place> origin,
      Optional<String> made,
      Map<String, Product.Pieces> pieces,
      List<Review> reviews,
      May may,
      MerchantView.Form form) {
    public One {
      pieces = Map.copyOf(pieces);
      reviews = List.copyOf(reviews);
    }

    public Product.Pieces of(Product.Article article) {
      return pieces.getOrDefault(article.id().toString(), new Product.Pieces(0, 0, 0));
    }
  }

  /// Boxes of a site that fit an article.
  ///
  /// @param boxes what should be eaten first comes first
  public record Boxes(
      Shop shop,
      Product product,
      Product.Article article,
      List<Site> sites,
      Optional<Site> site,
      List<Stock.Box> boxes,
      MerchantView.Form form) {
    public Boxes {
      sites = List.copyOf(sites);
      boxes = List.copyOf(boxes);
    }
  }

  /// @param counts by state
  /// @param regions names by code
  public record Orders(
      Tabs tabs,
      Shop shop,
      Map<Order.State, Long> counts,
      Page<Order> orders,
      Optional<Order.State> state,
      List<Order.MoneyBack> backs,
      Map<String, Place> regions) {
    public Orders {
      counts = Map.copyOf(counts);
      backs = List.copyOf(backs);
      regions = Map.copyOf(regions);
    }

    public long count(Order.State each) {
      return counts.getOrDefault(each, 0L);
    }

    public String region(Screen s, Order order) {
      return Optional.ofNullable(regions.get(order.region().text()))
          .map(s::placeName)
          .orElse(order.region().text());
    }
  }

  /// @param address where the reader has just asked for it
  public record OneOrder(
      Tabs tabs,
      Shop shop,
      Order order,
      String region,
      List<Order.Event> events,
      List<Order.MoneyBack> backs,
      Optional<Address> address,
      May may,
      MerchantView.Form form) {
    public OneOrder {
      events = List.copyOf(events);
      backs = List.copyOf(backs);
    }

    /// Whether all of it would go back, so that its goods may be sold again.
    public boolean whole(Order.MoneyBack back) {
      return back.amount().equals(order.total()) && order.boxes().isEmpty();
    }
  }

  /// Orders that were received in a month, with the sums of their columns.
  ///
  /// @param channels of orders that were sold elsewhere
  public record Statement(
      Tabs tabs,
      Shop shop,
      String month,
      List<Order> orders,
      List<Money> sums,
      Map<java.util.UUID, org.yutang.market.Elsewhere.Origin> channels) {
    public Statement {
      orders = List.copyOf(orders);
      sums = List.copyOf(sums);
      channels = Map.copyOf(channels);
    }

    /// Where it was sold.
    public String channel(Screen s, Order order) {
      org.yutang.market.Elsewhere.Origin origin = channels.get(order.id());
      return origin == null
          ? s.t("web.shop.channel-here")
          : origin.platform() + " " + origin.number();
    }
  }

  /// What the shop has of an order.
  public static Money earned(Order order) {
    return order.soldElsewhere()
        ? Money.fen(0)
        : order.total().minus(order.donation()).minus(order.back());
  }

  /// What lies in a parcel.
  public record Slip(Shop shop, Order order, String region, Optional<Address> address) {}
}
