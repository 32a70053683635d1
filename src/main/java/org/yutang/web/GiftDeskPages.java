package org.yutang.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.kernel.Page;
import org.yutang.programme.Text;

/// Gifts for officers: the list of a project, and messages, read by somebody before everybody can.
@Controller
class GiftDeskPages {

  private final Gifts gifts;
  private final Giving giving;

  GiftDeskPages(Gifts gifts, Giving giving) {
    this.gifts = gifts;
    this.giving = giving;
  }

  @GetMapping("/projects/{id}/gifts")
  View gifts(Screen s, Actor actor, @PathVariable String id) {
    UUID project = Asked.id(id);
    return s.page(
        "gifts",
        new GiftView.Listed(
            giving.getProject(project).project(),
            gifts.list(
                actor,
                new Gift.Query(
                    project, Asked.constant(Gift.State.class, s.query("state")), Asked.page(s)))));
  }

  @GetMapping("/gift-messages")
  View messages(Screen s, Actor actor) {
    Page<Gift> waiting = gifts.waitingMessages(actor, Asked.page(s));
    Map<String, Text> projects = new HashMap<>();
    for (Gift gift : waiting.items())
      projects.computeIfAbsent(
          gift.project().toString(), any -> giving.getProject(gift.project()).project().title());
    return s.page("gift-messages", new GiftView.Messages(waiting, projects));
  }

  @PostMapping("/gift-messages/{id}")
  View decide(Actor actor, @PathVariable String id, @RequestParam(defaultValue = "") String what) {
    UUID gift = Asked.id(id);
    boolean publish = Optional.of(what).filter("publish"::equals).isPresent();
    gifts.moderate(actor, gift, publish);
    return Screen.go("/gift-messages?note=message-decided");
  }
}
