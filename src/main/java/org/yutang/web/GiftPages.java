package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.yutang.giving.Donor;
import org.yutang.giving.Gift;
import org.yutang.giving.GiftPlan;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.GivingRefusal;
import org.yutang.giving.Sale;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Incoming;
import org.yutang.payment.IncomingPayment;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Text;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;

/// The donor's pages behind the donor's link, and the sandbox on which nothing is really paid.
@Controller
class GiftPages {

  private final Gifts gifts;
  private final Giving giving;
  private final Incoming incoming;
  private final AddedCovers covers;
  private final Proof proof;
  private final ReportPdf pdf;
  private final Templates templates;
  private final Clock clock;

  GiftPages(
      Gifts gifts,
      Giving giving,
      Incoming incoming,
      AddedCovers covers,
      Proof proof,
      ReportPdf pdf,
      Templates templates,
      Clock clock) {
    this.gifts = gifts;
    this.giving = giving;
    this.incoming = incoming;
    this.covers = covers;
    this.proof = proof;
    this.pdf = pdf;
    this.templates = templates;
    this.clock = clock;
  }

  @GetMapping("/gifts/{link}")
  View donor(Screen s, HttpServletResponse response, @PathVariable String link) {
    return donor(s, response, HttpStatus.OK, link, "");
  }

  private View donor(
      Screen s, HttpServletResponse response, HttpStatus status, String link, String problem) {
    keepSecret(response);
    Donor donor = gifts.donor(link);
    Map<String, Text> projects = new HashMap<>();
    for (Gift gift : donor.gifts()) title(projects, gift.project());
    for (GiftPlan plan : donor.plans()) title(projects, plan.project());
    Map<String, AddedCover.OfGift> adding = new HashMap<>();
    covers.of(donor.gifts()).forEach(each -> adding.put(each.gift().toString(), each));
    return s.page(status, "donor", new GiftView.OfDonor(link, donor, projects, adding, problem));
  }

  private void title(Map<String, Text> projects, UUID project) {
    projects.computeIfAbsent(
        project.toString(), any -> giving.getProject(project).project().title());
  }

  @PostMapping("/gifts/{link}/plans/{plan}")
  View setPlan(
      Screen s,
      HttpServletResponse response,
      @PathVariable String link,
      @PathVariable String plan,
      @RequestParam(defaultValue = "") String state) {
    try {
      gifts.setPlan(
          link,
          Asked.id(plan),
          Asked.constant(GiftPlan.State.class, state)
              .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS)));
      return Screen.go("/gifts/" + link + "?note=plan-changed");
    } catch (Refusal refusal) {
      if (refusal.code() != GivingRefusal.PLAN_ENDED) throw refusal;
      return donor(s, response, HttpStatus.CONFLICT, link, s.refusal(refusal));
    }
  }

  @GetMapping("/gifts/{link}/{gift}")
  View one(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String link,
      @PathVariable String gift) {
    keepSecret(response);
    return s.page("gift", view(request, link, Asked.id(gift)));
  }

  /// The part of the page that changes while it is looked at; nothing while nothing has changed, so
  /// that neither focus nor ear is disturbed.
  @GetMapping("/gifts/{link}/{gift}/status")
  @Nullable View status(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String link,
      @PathVariable String gift) {
    keepSecret(response);
    GiftView.One view = view(request, link, Asked.id(gift));
    if (!s.query("was").equals(view.stage())) return s.page("gift-status", view);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return null;
  }

  /// The receipt on A4.
  @GetMapping("/gifts/{link}/{gift}/receipt")
  ResponseEntity<byte[]> receipt(
      Screen s, HttpServletRequest request, @PathVariable String link, @PathVariable String gift) {
    GiftView.One view = view(request, link, Asked.id(gift));
    Gift.Paid paid = view.gift().paid().orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_LINK));
    String key =
        String.join(
            " ",
            "gift",
            s.lang(),
            view.gift().id().toString(),
            view.gift().returned().toString(),
            String.valueOf(view.leaf().map(Proof.Receipt::index).orElse(-1L)));
    byte[] bytes = pdf.of(key, () -> templates.text("gift-receipt", s, view));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"yutang-" + paid.receipt() + ".pdf\"")
        .body(bytes);
  }

  /// The proof, with what opens the digest in the leaf.
  @GetMapping("/gifts/{link}/{gift}/proof")
  ResponseEntity<byte[]> proof(@PathVariable String link, @PathVariable String gift) {
    Sale.Receipt receipt = gifts.receipt(link, Asked.id(gift));
    Proof.Receipt leaf =
        proof.find(receipt.key()).orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_LINK));
    ReceiptDocument document =
        new ReceiptDocument(
            leaf.entry(),
            leaf.proof(),
            proof.verifierKey(),
            Optional.of(
                new ReceiptDocument.Opening(
                    HexFormat.of().parseHex(receipt.salt()),
                    Map.of("receipt", receipt.orderNumber()))));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"yutang-" + receipt.orderNumber() + ".json\"")
        .body(document.toJson().getBytes(StandardCharsets.UTF_8));
  }

  private GiftView.One view(HttpServletRequest request, String link, UUID id) {
    Gift gift = gifts.get(link, id);
    IncomingPayment payment =
        incoming.find(gift.payment()).orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_LINK));
    boolean waits =
        payment.state() == IncomingPayment.State.OPEN
            && payment.order().expiresAt().isAfter(clock.instant());
    Optional<AddedCover.OfGift> cover = covers.of(gift);
    return new GiftView.One(
        link,
        gift,
        giving.getProject(gift.project()).project(),
        payment.order().via(),
        waits ? payAt(request, link, gift) : "",
        gift.paid().flatMap(any -> proof.find(gift.publicId())),
        cover,
        covers.county(cover),
        proof.verifierKey(),
        ServletUriComponentsBuilder.fromContextPath(request).toUriString());
  }

  private String payAt(HttpServletRequest request, String link, Gift gift) {
    String agent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
    try {
      return gifts.payAt(
          link, gift.id(), agent.contains("Mobi"), "/gifts/" + link + "/" + gift.id());
    } catch (Refusal notNow) {
      if (notNow.code() instanceof PaymentRefusal) return "";
      throw notNow;
    }
  }

  @GetMapping("/pay/sandbox/{id}")
  View sandbox(Screen s, @PathVariable String id) {
    IncomingPayment payment = sandboxPayment(Asked.id(id));
    boolean open =
        payment.state() == IncomingPayment.State.OPEN
            && payment.order().expiresAt().isAfter(clock.instant());
    return s.page(
        "sandbox", new GiftView.Sandbox(payment, open, SecurityPages.localPath(s.query("back"))));
  }

  @PostMapping("/pay/sandbox/{id}")
  View useSandbox(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String what,
      @RequestParam(defaultValue = "/") String back) {
    UUID payment = sandboxPayment(Asked.id(id)).id();
    try {
      incoming.useSandbox(payment, what.equals("pay"));
    } catch (Refusal over) {
      if (over.code() != PaymentRefusal.PAYMENT_OVER) throw over;
    }
    return Screen.go(SecurityPages.localPath(back));
  }

  private IncomingPayment sandboxPayment(UUID id) {
    return incoming
        .find(id)
        .filter(payment -> payment.order().via() == Via.SANDBOX)
        .orElseThrow(() -> new Refusal(PaymentRefusal.UNKNOWN_PAYMENT));
  }

  /// The address of the page is the donor's secret.
  static void keepSecret(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Robots-Tag", "noindex");
  }
}
