package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.market.Address;
import org.yutang.market.MarketRefusal;
import org.yutang.market.Order;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.web.Sheets.Column;

/// A shop's orders: the queue, and one with everything that is done with it.
@Controller
class ShopOrderPages {

  private final Selling selling;
  private final ShopScenes scenes;
  private final MaskedNames names;
  private final Sheets sheets;

  ShopOrderPages(Selling selling, ShopScenes scenes, MaskedNames names, Sheets sheets) {
    this.selling = selling;
    this.scenes = scenes;
    this.names = names;
    this.sheets = sheets;
  }

  private static Order.Query query(Screen s, Shop shop, Page.Wanted page) {
    return new Order.Query(
        shop.id(),
        Asked.constant(Order.State.class, s.query("state"))
            .filter(state -> state != Order.State.WAITING),
        page);
  }

  @GetMapping("/shops/{id}/orders")
  View list(Screen s, Actor actor, @PathVariable String id) {
    Shop shop = scenes.shop(actor, id);
    Order.Query query = query(s, shop, Asked.page(s));
    Page<Order> page = selling.orders(actor, query);
    return s.page(
        "shop-orders",
        new ShopView.Orders(
            scenes.tabs(actor, shop, "orders"),
            shop,
            selling.tally(actor, shop.id()),
            page,
            query.state(),
            selling.open(actor, shop.id()),
            names.places(page.items().stream().map(Order::region).toList())));
  }

  @GetMapping("/shops/{id}/orders.xlsx")
  void sheet(Screen s, Actor actor, @PathVariable String id, HttpServletResponse response)
      throws IOException {
    Shop shop = scenes.shop(actor, id);
    Order.Query query = query(s, shop, new Page.Wanted(1, 1));
    sheets.send(
        s,
        response,
        new Sheets.Listed<Order>(
            "shop-orders",
            actor,
            shop.place(),
            new SheetFilter(s)
                .said("web.shop.name", Optional.of(s.in(shop.name())))
                .with(
                    "state",
                    "web.shop.state",
                    query.state(),
                    state -> s.name("market.order.state", state))
                .ordered("web.shop.asked-at", true),
            List.of(
                new Column<>(s.t("web.shop.order"), 22, Order::number),
                new Column<>(
                    s.t("web.shop.state"), 12, row -> s.name("market.order.state", row.state())),
                new Column<>(s.t("web.shop.asked-at"), 18, Order::askedAt),
                new Column<>(s.t("web.shop.region"), 16, row -> scenes.place(s, row.region())),
                new Column<>(s.t("web.shop.lines"), 40, row -> lines(s, row)),
                new Column<>(s.t("web.shop.goods-yuan"), 12, Order::goods),
                new Column<>(s.t("web.shop.off-yuan"), 12, Order::off),
                new Column<>(s.t("web.shop.freight-yuan"), 12, Order::freight),
                new Column<>(s.t("web.shop.donation-yuan"), 12, Order::donation),
                new Column<>(s.t("web.shop.back-yuan"), 12, Order::back),
                new Column<>(s.t("web.shop.sent-at"), 18, Order::sentAt),
                new Column<>(s.t("web.shop.carrier"), 14, Order::carrier),
                new Column<>(s.t("web.shop.waybill"), 20, Order::waybill),
                new Column<>(s.t("web.shop.received-at"), 18, Order::receivedAt))),
        wanted -> selling.orders(actor, query(s, shop, wanted)));
  }

  /// What was bought, in one line.
  static String lines(Screen s, Order order) {
    return String.join(
        "; ",
        order.lines().stream().map(line -> s.in(line.title()) + " × " + line.pieces()).toList());
  }

  @GetMapping("/shops/{id}/orders/{order}")
  View one(Screen s, Actor actor, @PathVariable String id, @PathVariable String order) {
    Shop shop = scenes.shop(actor, id);
    return shown(
        s,
        actor,
        HttpStatus.OK,
        shop,
        order(actor, shop, order),
        Optional.empty(),
        ShopForms.fresh(s));
  }

  private View shown(
      Screen s,
      Actor actor,
      HttpStatus status,
      Shop shop,
      Order order,
      Optional<Address> address,
      MerchantView.Form form) {
    return s.page(
        status,
        "shop-order",
        new ShopView.OneOrder(
            scenes.tabs(actor, shop, "orders"),
            shop,
            order,
            scenes.place(s, order.region()),
            selling.events(actor, order.id()),
            selling.moneyBacks(actor, order.id()),
            address,
            scenes.may(actor, shop),
            form));
  }

  /// Refuses what is another shop's as if it were not there.
  private Order order(Actor actor, Shop shop, String id) {
    Order order = selling.order(actor, Asked.id(id));
    if (!order.shop().equals(shop.id())) throw new Refusal(MarketRefusal.UNKNOWN_ORDER);
    return order;
  }

  /// Shows where it is sent, this once.
  @PostMapping("/shops/{id}/orders/{order}/address")
  View address(Screen s, Actor actor, @PathVariable String id, @PathVariable String order) {
    Shop shop = scenes.shop(actor, id);
    Order there = order(actor, shop, order);
    return shown(
        s,
        actor,
        HttpStatus.OK,
        shop,
        there,
        Optional.of(selling.address(actor, there.id())),
        ShopForms.fresh(s));
  }

  @PostMapping("/shops/{id}/orders/{order}/sending")
  View send(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String order,
      @RequestParam Map<String, String> typed) {
    return done(
        s,
        actor,
        id,
        order,
        typed,
        "waybill",
        "order-sent",
        there ->
            selling.send(
                actor,
                there.id(),
                Asked.number(said(typed, "version")).orElse(0),
                said(typed, "carrier"),
                said(typed, "waybill")));
  }

  /// A shop's answer to a wish for money back, or an officer's judgement of a dispute.
  @PostMapping("/shops/{id}/orders/{order}/backs/{back}")
  View answer(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @PathVariable String order,
      @PathVariable String back,
      @RequestParam Map<String, String> typed) {
    String step = said(typed, "step");
    boolean agrees = step.endsWith("agree");
    return done(
        s,
        actor,
        id,
        order,
        typed,
        "answer",
        agrees ? "back-agreed" : "back-declined",
        there -> {
          Order.MoneyBack wish =
              selling.moneyBacks(actor, there.id()).stream()
                  .filter(each -> each.id().toString().equals(back))
                  .findFirst()
                  .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
          String answer = said(typed, "answer");
          switch (step) {
            case "agree", "decline" ->
                selling.answer(
                    actor, wish.id(), agrees, said(typed, "restock").equals("yes"), answer);
            case "judge-agree", "judge-decline" -> selling.judge(actor, wish.id(), agrees, answer);
            default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
          }
        });
  }

  private View done(
      Screen s,
      Actor actor,
      String id,
      String order,
      Map<String, String> typed,
      String usual,
      String note,
      Consumer<Order> what) {
    Shop shop = scenes.shop(actor, id);
    Order there = order(actor, shop, order);
    try {
      what.accept(there);
      return Screen.go("/shops/" + shop.id() + "/orders/" + there.id() + "?note=" + note);
    } catch (Refusal refusal) {
      return shown(
          s,
          actor,
          ShopForms.status(refusal),
          shop,
          order(actor, shop, order),
          Optional.empty(),
          ShopForms.again(s, typed, refusal, usual));
    }
  }
}
