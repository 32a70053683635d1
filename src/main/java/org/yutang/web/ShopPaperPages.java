package org.yutang.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.Address;
import org.yutang.market.Elsewhere;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Order;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.web.Sheets.Column;

/// What a shop prints and files: packing slips, labels of parcels, statements of a month.
@Controller
class ShopPaperPages {

  private final Selling selling;
  private final Elsewhere elsewhere;
  private final ShopScenes scenes;
  private final Sheets sheets;
  private final Templates templates;
  private final ReportPdf pdf;
  private final Clock clock;

  ShopPaperPages(
      Selling selling,
      Elsewhere elsewhere,
      ShopScenes scenes,
      Sheets sheets,
      Templates templates,
      ReportPdf pdf,
      Clock clock) {
    this.selling = selling;
    this.elsewhere = elsewhere;
    this.scenes = scenes;
    this.sheets = sheets;
    this.templates = templates;
    this.pdf = pdf;
    this.clock = clock;
  }

  /// What lies in the parcel; tells nobody's name.
  @GetMapping("/shops/{id}/orders/{order}/slip.pdf")
  ResponseEntity<byte[]> slip(
      Screen s, Actor actor, @PathVariable String id, @PathVariable String order) {
    ShopView.Slip slip = slip(s, actor, id, order, false);
    byte[] file =
        pdf.of(
            String.join(" ", "slip", s.lang(), slip.order().toString(), slip.shop().toString()),
            () -> templates.text("shop-slip-pdf", s, slip));
    return sent(file, slip.order());
  }

  /// The label of the parcel with the address, whose reading is recorded; drawn anew each time, for
  /// an address is kept nowhere but sealed.
  @PostMapping("/shops/{id}/orders/{order}/label")
  ResponseEntity<byte[]> label(
      Screen s, Actor actor, @PathVariable String id, @PathVariable String order) {
    ShopView.Slip slip = slip(s, actor, id, order, true);
    return sent(ReportPdf.draw(templates.text("shop-slip-pdf", s, slip)), slip.order());
  }

  private ShopView.Slip slip(Screen s, Actor actor, String id, String order, boolean addressed) {
    Shop shop = scenes.shop(actor, id);
    Order there = selling.order(actor, Asked.id(order));
    if (!there.shop().equals(shop.id())) throw new Refusal(MarketRefusal.UNKNOWN_ORDER);
    Optional<Address> address =
        addressed ? Optional.of(selling.address(actor, there.id())) : Optional.empty();
    return new ShopView.Slip(shop, there, scenes.place(s, there.region()), address);
  }

  private static ResponseEntity<byte[]> sent(byte[] file, Order order) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "inline; filename=\"parcel-" + order.number() + ".pdf\"")
        .body(file);
  }

  @GetMapping("/shops/{id}/statement")
  View statement(Screen s, Actor actor, @PathVariable String id) {
    Shop shop = scenes.shop(actor, id);
    YearMonth month = month(s);
    List<Order> orders = received(actor, shop, month);
    return s.page(
        "shop-statement",
        new ShopView.Statement(
            scenes.tabs(actor, shop, "statement"),
            shop,
            month.toString(),
            orders,
            List.of(
                sum(orders, Order::goods),
                sum(orders, Order::off),
                sum(orders, Order::freight),
                sum(orders, Order::donation),
                sum(orders, Order::back),
                sum(orders, ShopView::earned)),
            channels(actor, shop, orders)));
  }

  private Map<UUID, Elsewhere.Origin> channels(Actor actor, Shop shop, List<Order> orders) {
    return elsewhere.origins(actor, shop.id(), orders.stream().map(Order::id).toList());
  }

  private static Money sum(List<Order> orders, Function<Order, Money> of) {
    Money sum = Money.fen(0);
    for (Order each : orders) sum = sum.plus(of.apply(each));
    return sum;
  }

  private YearMonth month(Screen s) {
    try {
      return YearMonth.parse(s.query("month"));
    } catch (DateTimeException e) {
      return YearMonth.from(BusinessDay.of(clock.instant()));
    }
  }

  /// Those that were received in that month, as they stand now; the newest first.
  private List<Order> received(Actor actor, Shop shop, YearMonth month) {
    return selling
        .orders(
            actor,
            new Order.Query(shop.id(), Optional.of(Order.State.RECEIVED), Page.Wanted.everything()))
        .items()
        .stream()
        .filter(
            each ->
                each.receivedAt()
                    .filter(at -> YearMonth.from(BusinessDay.of(at)).equals(month))
                    .isPresent())
        .toList();
  }

  @GetMapping("/shops/{id}/statement.xlsx")
  void sheet(Screen s, Actor actor, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    Shop shop = scenes.shop(actor, id);
    YearMonth month = month(s);
    List<Order> orders = received(actor, shop, month);
    Map<UUID, Elsewhere.Origin> channels = channels(actor, shop, orders);
    sheets.send(
        s,
        response,
        new Sheets.Listed<Order>(
            "shop-statement",
            actor,
            shop.place(),
            new SheetFilter(s)
                .said("web.shop.name", Optional.of(s.in(shop.name())))
                .with("month", "web.shop.month", Optional.of(month.toString()), text -> text)
                .ordered("web.shop.received-at", true),
            List.of(
                new Column<>(
                    s.t("web.shop.received-at"), 12, row -> row.receivedAt().map(BusinessDay::of)),
                new Column<>(s.t("web.shop.order"), 22, Order::number),
                new Column<>(
                    s.t("web.shop.channel"),
                    14,
                    row ->
                        Optional.ofNullable(channels.get(row.id()))
                            .map(Elsewhere.Origin::platform)
                            .orElse(s.t("web.shop.channel-here"))),
                new Column<>(s.t("web.shop.goods-yuan"), 12, Order::goods),
                new Column<>(s.t("web.shop.off-yuan"), 12, Order::off),
                new Column<>(s.t("web.shop.freight-yuan"), 12, Order::freight),
                new Column<>(s.t("web.shop.donation-yuan"), 12, Order::donation),
                new Column<>(s.t("web.shop.back-yuan"), 12, Order::back),
                new Column<>(s.t("web.shop.earned-yuan"), 12, ShopView::earned))),
        wanted ->
            new Page<>(
                wanted.whole() ? orders : orders.stream().limit(1).toList(),
                orders.size(),
                1,
                wanted.size()));
  }
}
