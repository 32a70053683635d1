package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
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
import org.yutang.access.AccessRefusal;
import org.yutang.access.Knocks;
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.giving.Giving;
import org.yutang.giving.GivingRefusal;
import org.yutang.giving.Project;
import org.yutang.giving.Sale;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.payment.Via;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;

/// Giving without a login: the form, for new donors and for those who have a link.
@Controller
class GiveForms {

  /// Gifts from one address in a quarter of an hour.
  private static final int MOST_GIFTS = 60;

  private final Gifts gifts;
  private final Giving giving;
  private final Programmes programmes;
  private final Knocks knocks;
  private final Clock clock;

  GiveForms(Gifts gifts, Giving giving, Programmes programmes, Knocks knocks, Clock clock) {
    this.gifts = gifts;
    this.giving = giving;
    this.programmes = programmes;
    this.knocks = knocks;
    this.clock = clock;
  }

  @GetMapping("/projects/{id}/give")
  View form(Screen s, @PathVariable String id) {
    return form(s, HttpStatus.OK, new Asking(Asked.id(id), ""), s.freshKey(), blank(s), "", "");
  }

  @PostMapping("/projects/{id}/give")
  View give(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String id,
      @RequestParam Map<String, String> typed) {
    return give(s, request, response, new Asking(Asked.id(id), ""), typed);
  }

  /// The form for a donor who has a link.
  @GetMapping("/gifts/{link}/give")
  View formAgain(Screen s, HttpServletResponse response, @PathVariable String link) {
    GiftPages.keepSecret(response);
    List<Gift> given = gifts.donor(link).gifts();
    UUID project =
        Asked.maybeId(s.query("project"))
            .orElseGet(
                () ->
                    given.stream()
                        .findFirst()
                        .orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_LINK))
                        .project());
    return form(s, HttpStatus.OK, new Asking(project, link), s.freshKey(), blank(s), "", "");
  }

  @PostMapping("/gifts/{link}/give")
  View giveAgain(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String link,
      @RequestParam Map<String, String> typed) {
    GiftPages.keepSecret(response);
    UUID project = Asked.id(typed.getOrDefault("project", ""));
    return give(s, request, response, new Asking(project, link), typed);
  }

  /// Who is asked for what.
  ///
  /// @param link empty for a new donor
  private record Asking(UUID project, String link) {}

  private Map<String, String> blank(Screen s) {
    return Map.of(
        "preset",
        s.query("amount"),
        "often",
        "once",
        "day",
        String.valueOf(Math.min(28, today().getDayOfMonth())));
  }

  private View give(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      Asking asking,
      Map<String, String> typed) {
    String key = typed.getOrDefault("key", "");
    try {
      knocks.use(SecurityPeer.of(request), "gifts", MOST_GIFTS);
      Gift.New gift = read(asking, typed);
      Gifts.Given given =
          "monthly".equals(typed.get("often"))
              ? gifts.giveMonthly(
                  gift, Asked.number(typed.getOrDefault("day", "").strip()).orElse(0))
              : gifts.give(gift);
      return Screen.go("/gifts/" + given.link() + "/" + given.gift());
    } catch (Refusal refusal) {
      if (refusal.code() == GivingRefusal.UNKNOWN_LINK) throw refusal;
      HttpStatus status = Mishaps.status(refusal.code().kind());
      if (refusal.code() == AccessRefusal.TOO_MANY_ATTEMPTS)
        response.setHeader("Retry-After", String.valueOf(refusal.facts().get("retryAfterSeconds")));
      String next = refusal.code() == GivingRefusal.ID_REUSED ? s.freshKey() : key;
      return form(s, status, asking, next, typed, problem(s, refusal), field(refusal));
    }
  }

  private static Gift.New read(Asking asking, Map<String, String> typed) {
    String own = typed.getOrDefault("amount", "").strip();
    return new Gift.New(
        Asked.id(typed.getOrDefault("key", "")),
        asking.project(),
        money(own.isEmpty() ? typed.getOrDefault("preset", "") : own),
        said(typed, "name"),
        said(typed, "contact"),
        said(typed, "message"),
        Asked.constant(Via.class, typed.getOrDefault("via", "")),
        Optional.of(asking.link()).filter(link -> !link.isEmpty()));
  }

  private static Money money(String text) {
    try {
      return Money.parse(Money.ungrouped(text), Sale.CURRENCY);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new Refusal(WebRefusal.AMOUNT_UNREADABLE, Map.of("amount", text, "field", "amount"));
    }
  }

  private static Optional<String> said(Map<String, String> typed, String name) {
    return Optional.of(typed.getOrDefault(name, "").strip()).filter(text -> !text.isEmpty());
  }

  private static String problem(Screen s, Refusal refusal) {
    if (refusal.code() != GivingRefusal.BAD_GIFT) return s.refusal(refusal);
    return s.t("web.gift.bad." + refusal.facts().get("field"));
  }

  private static String field(Refusal refusal) {
    return switch (refusal.code()) {
      case GivingRefusal.BAD_GIFT -> String.valueOf(refusal.facts().get("field"));
      case WebRefusal.AMOUNT_UNREADABLE -> "amount";
      default -> "give";
    };
  }

  private View form(
      Screen s,
      HttpStatus status,
      Asking asking,
      String key,
      Map<String, String> typed,
      String problem,
      String field) {
    Project project = giving.getProject(asking.project()).project();
    LocalDate today = today();
    return s.page(
        status,
        "give",
        new GiftView.Form(
            project,
            gifts.offered(),
            !today.isBefore(project.from()) && !today.isAfter(project.to()),
            adds(project, today),
            key,
            asking.link(),
            typed,
            problem,
            field));
  }

  private Optional<Programme.Gifts> adds(Project project, LocalDate today) {
    Programme programme = programmes.get(project.programme());
    return programme.gifts(programme.yearOf(today));
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }
}
