package org.yutang.web;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.farm.Standards;
import org.yutang.kernel.Refusal;
import org.yutang.supply.Channel;
import org.yutang.supply.Channels;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;

/// Rules by which the stock of a site is divided, and what they propose; each part is confirmed by
/// the form of a shipment.
@Controller
class ChannelPages {

  private final Channels channels;
  private final Lots lots;
  private final TypedGoods goods;
  private final SupplyView.Named named;

  ChannelPages(Channels channels, Lots lots, TypedGoods goods, Standards standards) {
    this.channels = channels;
    this.lots = lots;
    this.goods = goods;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping("/supply/sites/{id}/allocation")
  View page(Screen s, Actor actor, @PathVariable String id) {
    return page(s, actor, HttpStatus.OK, goods.mine(actor, id), s.freshKey(), Map.of(), "");
  }

  private View page(
      Screen s,
      Actor actor,
      HttpStatus status,
      Site site,
      String key,
      Map<String, String> typed,
      String problem) {
    List<Site> sites =
        lots.destinations(actor).stream().filter(each -> !each.equals(site)).toList();
    Map<String, String> names = new HashMap<>();
    sites.forEach(each -> names.put(each.id().toString(), each.name()));
    lots.buyers(actor).forEach(each -> names.put(each.id().toString(), each.name()));
    return s.page(
        status,
        "allocation",
        new ChannelView(
            site,
            channels.propose(actor, site.id()),
            sites,
            lots.buyers(actor),
            names,
            named,
            goods.fresh().getOrDefault("at", ""),
            key,
            typed,
            problem));
  }

  @PostMapping("/supply/sites/{id}/channels")
  View add(
      Screen s, Actor actor, @PathVariable String id, @RequestParam Map<String, String> typed) {
    Site site = goods.mine(actor, id);
    String key = TypedGoods.said(typed, "key");
    try {
      String[] to = TypedGoods.said(typed, "to").split("/", 2);
      if (to.length < 2) throw TypedGoods.bad("to");
      Optional<UUID> receiver = Optional.of(Asked.id(to[1]));
      boolean buyer = to[0].equals("buyer");
      channels.add(
          actor,
          new Channel(
              Asked.id(key),
              site.id(),
              buyer ? Optional.empty() : receiver,
              buyer ? receiver : Optional.empty(),
              number(typed, "priority"),
              number(typed, "share"),
              grades(TypedGoods.said(typed, "grades")),
              TypedGoods.said(typed, "days").isEmpty() ? 0 : number(typed, "days")));
      return Screen.go("/supply/sites/" + site.id() + "/allocation?note=channel-added");
    } catch (Refusal refusal) {
      return page(
          s,
          actor,
          Mishaps.status(refusal.code().kind()),
          site,
          TypedGoods.again(s, key, refusal),
          typed,
          s.refusal(refusal));
    }
  }

  private static int number(Map<String, String> typed, String field) {
    return Asked.number(TypedGoods.said(typed, field)).orElseThrow(() -> TypedGoods.bad(field));
  }

  /// Names with spaces or commas between them.
  private static List<String> grades(String text) {
    return Arrays.stream(text.split("[\\s,，、;；]+", -1)).filter(each -> !each.isEmpty()).toList();
  }

  @PostMapping("/supply/sites/{id}/channels/{channel}/close")
  View close(Actor actor, @PathVariable String id, @PathVariable String channel) {
    Site site = goods.mine(actor, id);
    channels.close(actor, Asked.id(channel));
    return Screen.go("/supply/sites/" + site.id() + "/allocation?note=channel-closed");
  }
}
