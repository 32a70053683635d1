package org.yutang.web;

import static org.yutang.web.ShopForms.said;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.live.Live;
import org.yutang.live.LiveRefusal;
import org.yutang.live.Room;
import org.yutang.market.Product;
import org.yutang.market.Selling;
import org.yutang.market.Shop;
import org.yutang.market.Shops;
import org.yutang.programme.Text;

/// Where a shop plans its live rooms, and a host runs one.
@Controller
class LiveDeskPages {

  private static final int SHOWN = 50;

  private final Live live;
  private final LiveTold told;
  private final Shops shops;
  private final Selling selling;
  private final ShopScenes scenes;

  LiveDeskPages(Live live, LiveTold told, Shops shops, Selling selling, ShopScenes scenes) {
    this.live = live;
    this.told = told;
    this.shops = shops;
    this.selling = selling;
    this.scenes = scenes;
  }

  @GetMapping("/shops/{id}/live")
  View list(Screen s, Actor actor, @PathVariable String id) {
    Shop shop = scenes.shop(actor, id);
    return listed(s, actor, HttpStatus.OK, shop, ShopForms.fresh(s));
  }

  private View listed(Screen s, Actor actor, HttpStatus status, Shop shop, MerchantView.Form form) {
    return s.page(
        status,
        "live-desks",
        new LiveView.Desks(scenes.tabs(actor, shop, "live"), shop, live.ofShop(shop.id()), form));
  }

  @PostMapping("/shops/{id}/live")
  View plan(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Shop shop = scenes.shop(actor, id);
    try {
      List<Room.Host> hosts = new ArrayList<>();
      for (Room.Host.Role role : Room.Host.Role.values()) {
        String name = said(typed, "host-" + Asked.name(role));
        if (!name.isEmpty()) hosts.add(new Room.Host(name, role));
      }
      Room room =
          live.plan(
              actor,
              new Room.New(
                  ShopForms.key(typed),
                  shop.id(),
                  new Text(said(typed, "title"), said(typed, "titleEn")),
                  Asked.constant(Room.Track.class, said(typed, "track"))
                      .orElseThrow(() -> bad("track")),
                  time(typed, "starts"),
                  time(typed, "ends"),
                  hosts,
                  said(typed, "playback")));
      return Screen.go("/shops/" + shop.id() + "/live/" + room.id());
    } catch (Refusal refusal) {
      HttpStatus status = ShopForms.status(refusal);
      return listed(s, actor, status, shop, ShopForms.again(s, typed, refusal, "title"));
    }
  }

  private static Refusal bad(String field) {
    return new Refusal(LiveRefusal.BAD_FIELD, Map.of("field", field));
  }

  private static Instant time(Map<String, String> typed, String field) {
    try {
      return LocalDateTime.parse(said(typed, field)).atZone(BusinessDay.ZONE).toInstant();
    } catch (DateTimeParseException e) {
      throw bad(field);
    }
  }

  @GetMapping("/shops/{id}/live/{room}")
  View desk(Screen s, Actor actor, @PathVariable String id, @PathVariable String room) {
    return desk(s, actor, HttpStatus.OK, own(actor, id, room), "", "");
  }

  private Room own(Actor actor, String shop, String id) {
    Room room = live.run(actor, Asked.id(id));
    if (!room.shop().equals(Asked.id(shop))) throw new Refusal(LiveRefusal.UNKNOWN_ROOM);
    return room;
  }

  private View desk(
      Screen s, Actor actor, HttpStatus status, Room room, String key, String problem) {
    return s.page(
        status,
        "live-desk",
        new LiveView.Desk(
            live.get(room.id()),
            shops.get(actor, room.shop()),
            shops.products(actor, room.shop(), new Page.Wanted(1, SHOWN)).items().stream()
                .filter(each -> each.state() == Product.State.ON_SALE)
                .toList(),
            live.said(room.id(), SHOWN),
            selling.soldIn(room.id()),
            told.viewers(room.id()),
            key,
            problem));
  }

  @PostMapping("/shops/{id}/live/{room}")
  View change(
      Screen s,
      Actor actor,
      HttpServletResponse response,
      @PathVariable String id,
      @PathVariable String room,
      @RequestParam Map<String, String> typed) {
    Room there = own(actor, id, room);
    try {
      if (said(typed, "what").equals("key")) {
        response.setHeader("Cache-Control", "no-store");
        return desk(s, actor, HttpStatus.OK, there, live.newKey(actor, there.id()), "");
      }
      act(actor, there.id(), typed);
      return Screen.go("/shops/" + there.shop() + "/live/" + there.id());
    } catch (Refusal refusal) {
      return desk(s, actor, ShopForms.status(refusal), there, "", s.refusal(refusal));
    }
  }

  private void act(Actor actor, UUID room, Map<String, String> typed) {
    switch (said(typed, "what")) {
      case "begin" -> live.begin(actor, room);
      case "end" -> live.end(actor, room);
      case "revoke" -> live.revokeKey(actor, room);
      case "pin" -> live.pin(actor, room, Asked.id(said(typed, "product")));
      case "unpin" -> live.unpin(actor, room);
      case "coupon" -> live.handOut(actor, room, said(typed, "coupon"));
      case "hide" -> live.hide(actor, room, Asked.id(said(typed, "message")));
      case "mute" -> live.mute(actor, room, Asked.id(said(typed, "viewer")));
      case "replay" -> live.setReplay(actor, room, said(typed, "replay"));
      case "moderate" ->
          live.moderate(
              actor,
              room,
              Asked.number(said(typed, "slow")).orElse(0),
              List.of(said(typed, "words").split("\\s+")));
      default -> throw new Refusal(WebRefusal.BAD_ADDRESS);
    }
  }
}
