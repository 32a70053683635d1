package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.yutang.campaign.Campaign;
import org.yutang.campaign.CampaignRefusal;
import org.yutang.campaign.Campaigns;
import org.yutang.campaign.FlashClaim;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.register.Register;
import org.yutang.store.Json;

/// Campaigns for everybody, with what is left as it goes; claims for whoever is logged in, each for
/// the own account.
@Controller
class CampaignPages {

  private final Campaigns campaigns;
  private final LiveStock live;
  private final Register register;
  private final Clock clock;

  CampaignPages(Campaigns campaigns, LiveStock live, Register register, Clock clock) {
    this.campaigns = campaigns;
    this.live = live;
    this.register = register;
    this.clock = clock;
  }

  @GetMapping("/campaigns")
  View list(Screen s) {
    Page<Campaign> page = campaigns.list(new Campaign.Query(s.query("q").strip(), Asked.page(s)));
    Map<UUID, Campaign.Stock> left = new HashMap<>();
    for (Campaign campaign : page.items()) left.put(campaign.id(), campaigns.stock(campaign.id()));
    return s.page("campaigns", new CampaignView.Listed(page, left, clock.instant()));
  }

  @GetMapping("/campaigns/{id}")
  View one(Screen s, @PathVariable String id) {
    return shown(s, HttpStatus.OK, Asked.id(id), s.freshKey(), "1", "");
  }

  /// What is left, as events that never end; one every few hundred milliseconds at most.
  @GetMapping("/campaigns/{id}/live")
  void live(
      Screen s, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    UUID campaign = Asked.id(id);
    campaigns.get(campaign);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    live.listen(campaign, SecurityPeer.of(request).address(), new Events(s, response.getWriter()));
  }

  private record Events(Screen s, PrintWriter out) implements LiveStock.Reader {
    @Override
    public void tell(Campaign.Stock stock) throws IOException {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("left", s.n(stock.left()));
      told.put("held", s.n(stock.held()));
      told.put("granted", s.n(stock.granted()));
      told.put("soldOut", stock.left() == 0);
      told.put("given", stock.granted() + stock.held());
      write("retry: 3000\nevent: stock\ndata: " + Json.write(told) + "\n\n");
    }

    @Override
    public void stillHere() throws IOException {
      write(": still here\n\n");
    }

    private void write(String text) throws IOException {
      out.write(text);
      out.flush();
      if (out.checkError()) throw new IOException("the reader went away");
    }
  }

  @PostMapping("/campaigns/{id}/claims")
  View claim(
      Screen s,
      Actor actor,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String key,
      @RequestParam(defaultValue = "") String quantity) {
    UUID campaign = Asked.id(id);
    UUID claim = Asked.id(key);
    try {
      FlashClaim wanted =
          new FlashClaim(claim, actor.account(), Asked.number(quantity.strip()).orElse(0));
      return switch (campaigns.claim(actor, campaign, List.of(wanted)).getFirst()) {
        case FlashClaim.Answer.Refused refused -> throw refused.why();
        case FlashClaim.Answer.Accepted _ ->
            Screen.go("/campaigns/" + campaign + "/claims/" + claim + "?note=claimed");
      };
    } catch (Refusal refusal) {
      // what was refused left no trace, so that the same claim may be sent again
      boolean used = refusal.code() == CampaignRefusal.CLAIM_DIFFERS;
      return shown(
          s,
          Mishaps.status(refusal.code().kind()),
          campaign,
          used ? s.freshKey() : claim.toString(),
          quantity,
          s.refusal(refusal));
    }
  }

  @GetMapping("/campaigns/{id}/claims/{claim}")
  View claimed(Screen s, Actor actor, @PathVariable String id, @PathVariable String claim) {
    return claimed(s, actor, HttpStatus.OK, Asked.id(id), Asked.id(claim), "");
  }

  /// Pays with a made-up provider, where people are made up.
  @PostMapping("/campaigns/{id}/claims/{claim}/payment")
  View pay(Screen s, Actor actor, @PathVariable String id, @PathVariable String claim) {
    UUID campaign = Asked.id(id);
    UUID paid = Asked.id(claim);
    try {
      campaigns.payInSandbox(actor, campaign, paid);
      return Screen.go("/campaigns/" + campaign + "/claims/" + paid);
    } catch (Refusal refusal) {
      return claimed(
          s, actor, Mishaps.status(refusal.code().kind()), campaign, paid, s.refusal(refusal));
    }
  }

  private View claimed(
      Screen s, Actor actor, HttpStatus status, UUID campaign, UUID claim, String problem) {
    return s.page(
        status,
        "campaign-claim",
        new CampaignView.Claimed(
            campaigns.get(campaign),
            campaigns.receipt(actor, campaign, claim),
            clock.instant(),
            !s.synthetic().isEmpty(),
            problem));
  }

  private View shown(
      Screen s, HttpStatus status, UUID id, String key, String quantity, String problem) {
    Campaign campaign = campaigns.get(id);
    return s.page(
        status,
        "campaign",
        new CampaignView.One(
            campaign,
            register.getPlace(campaign.place()),
            campaigns.stock(id),
            clock.instant(),
            key,
            quantity,
            problem));
  }
}
