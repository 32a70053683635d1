package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.access.Knocks;
import org.yutang.access.Peer;
import org.yutang.giving.Gift;
import org.yutang.giving.Gifts;
import org.yutang.giving.GivingRefusal;
import org.yutang.giving.Sale;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.payment.PaymentRefusal;
import org.yutang.payment.Via;
import org.yutang.programme.AddedCover;

/// Gifts: given by anybody without a login, followed by whoever has the donor's link.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Gifts", description = "Gifts of donors, once or every month")
class GiftsApi {

  /// Gifts from one address in a quarter of an hour.
  static final int MOST_GIFTS = 60;

  private static final long MAX_BYTES = 8 << 10;

  private final Gifts gifts;
  private final AddedCover cover;
  private final Knocks knocks;

  GiftsApi(Gifts gifts, AddedCover cover, Knocks knocks) {
    this.gifts = gifts;
    this.cover = cover;
    this.knocks = knocks;
  }

  @Operation(
      summary =
          "Give to a project; needs no token. `key` is a random UUID: the same again gives the same gift. The link is shown only here")
  @PostMapping("/projects/{id}/gifts")
  @BodyLimit(bytes = MAX_BYTES)
  @ResponseStatus(HttpStatus.CREATED)
  GivenView give(Peer peer, @PathVariable UUID id, @RequestBody GiftBody body) {
    knocks.use(peer, "gifts", MOST_GIFTS);
    Gift.New gift =
        new Gift.New(
            body.key,
            id,
            money(body.amount),
            Optional.ofNullable(body.name),
            Optional.ofNullable(body.contact),
            Optional.ofNullable(body.message),
            Optional.ofNullable(body.provider)
                .map(text -> Choices.of(Via.class, text, GivingRefusal.UNKNOWN_CHOICE)),
            Optional.ofNullable(body.link));
    Gifts.Given given =
        body.monthlyOn == null ? gifts.give(gift) : gifts.giveMonthly(gift, body.monthlyOn);
    String page = "/gifts/" + given.link() + "/" + given.gift();
    return new GivenView(given.gift(), given.link(), page, payAt(given, page));
  }

  /// Nowhere, once it is paid or too late.
  private @Nullable String payAt(Gifts.Given given, String page) {
    try {
      return gifts.payAt(given.link(), given.gift(), false, page);
    } catch (Refusal refusal) {
      if (refusal.code() == PaymentRefusal.PAYMENT_OVER) return null;
      throw refusal;
    }
  }

  @Operation(summary = "What a donor's link opens: gifts and monthly plans")
  @GetMapping("/public/gifts/{link}")
  DonorView donor(@PathVariable String link) {
    var donor = gifts.donor(link);
    Map<UUID, AddedCover.OfGift> adding =
        cover.of(donor.gifts().stream().map(Gift::publicId).toList());
    return new DonorView(
        donor.name().orElse(null),
        donor.contact().orElse(null),
        donor.gifts().stream().map(gift -> GiftView.of(gift, adding.get(gift.publicId()))).toList(),
        donor.plans().stream()
            .map(
                plan ->
                    new PlanView(
                        plan.id(),
                        plan.project(),
                        plan.amount().decimal(),
                        plan.day(),
                        Choices.word(plan.state()),
                        plan.next()))
            .toList());
  }

  @Operation(summary = "Messages of donors to a project that somebody has read and let through")
  @GetMapping("/public/projects/{id}/messages")
  PageAnswer<MessageView> messages(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        gifts.messages(id, new Page.Wanted(page, size)),
        told ->
            new MessageView(
                told.name().orElse(null), told.amount().decimal(), told.day(), told.text()));
  }

  @Operation(summary = "The gifts to a project")
  @GetMapping("/projects/{id}/gifts")
  PageAnswer<GiftView> list(
      Actor actor,
      @PathVariable UUID id,
      @RequestParam Optional<String> state,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(
        gifts.list(
            actor,
            new Gift.Query(
                id,
                state.map(text -> Choices.of(Gift.State.class, text, GivingRefusal.UNKNOWN_CHOICE)),
                new Page.Wanted(page, size))),
        GiftView::of);
  }

  @Operation(summary = "Messages of paid gifts that wait to be read")
  @GetMapping("/gift-messages")
  PageAnswer<GiftView> waiting(
      Actor actor,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(gifts.waitingMessages(actor, new Page.Wanted(page, size)), GiftView::of);
  }

  @Operation(summary = "Let a gift's message through, or keep it back")
  @PostMapping("/gift-messages/{id}/decision")
  GiftView moderate(Actor actor, @PathVariable UUID id, @RequestBody DecisionBody body) {
    return GiftView.of(gifts.moderate(actor, id, body.publish));
  }

  private static Money money(String amount) {
    try {
      return Money.parse(amount, Sale.CURRENCY);
    } catch (NumberFormatException e) {
      throw new Refusal(GivingRefusal.BAD_GIFT, Map.of("field", "amount"));
    }
  }

  /// @param monthlyOn a day of the month, 1 to 28, for a gift every month
  /// @param link of a donor who gives again; name and contact are then left out
  record GiftBody(
      UUID key,
      String amount,
      @Nullable String name,
      @Nullable String contact,
      @Nullable String message,
      @Nullable Integer monthlyOn,
      @Nullable String provider,
      @Nullable String link) {}

  /// @param link opens the donor's page, and is shown only here
  /// @param payAt where to pay: an address elsewhere, or a path on this server; nowhere once it is
  ///   paid or too late
  record GivenView(UUID gift, String link, String page, @Nullable String payAt) {}

  record DecisionBody(boolean publish) {}

  record DonorView(
      @Nullable String name,
      @Nullable String contact,
      List<GiftView> gifts,
      List<PlanView> plans) {}

  record PlanView(UUID id, UUID project, String amount, int day, String state, LocalDate next) {}

  record MessageView(@Nullable String name, String amount, LocalDate day, String text) {}

  /// What a gift adds to the cover of one person, whom nothing names.
  ///
  /// @param county where the person lives, unless few take part there
  /// @param pairings how often the gift was paired
  /// @param leaf the present pairing in the public log
  record CoverView(
      String state,
      @Nullable String adds,
      @Nullable PlaceCode county,
      @Nullable LocalDate since,
      int pairings,
      @Nullable UUID leaf) {
    static CoverView of(AddedCover.OfGift gift) {
      return new CoverView(
          Choices.word(gift.state()),
          gift.adds().map(Money::decimal).orElse(null),
          gift.county().orElse(null),
          gift.since().orElse(null),
          gift.pairings(),
          gift.leaf().orElse(null));
    }
  }

  /// @param donation the public id, once it is paid
  /// @param cover what it adds to somebody's cover; told to its donor alone
  record GiftView(
      UUID id,
      @Nullable UUID donation,
      UUID project,
      String amount,
      @Nullable String name,
      String state,
      @Nullable UUID plan,
      @Nullable String month,
      Instant madeAt,
      Instant payBy,
      @Nullable LocalDate date,
      @Nullable String receipt,
      String returned,
      @Nullable String message,
      @Nullable String messageState,
      @Nullable CoverView cover) {
    static GiftView of(Gift gift) {
      return of(gift, null);
    }

    static GiftView of(Gift gift, AddedCover.@Nullable OfGift cover) {
      return new GiftView(
          gift.id(),
          gift.paid().map(any -> gift.publicId()).orElse(null),
          gift.project(),
          gift.amount().decimal(),
          gift.name().orElse(null),
          Choices.word(gift.state()),
          gift.plan().orElse(null),
          gift.month().map(Object::toString).orElse(null),
          gift.madeAt(),
          gift.payBy(),
          gift.paid().map(Gift.Paid::businessDate).orElse(null),
          gift.paid().map(Gift.Paid::receipt).orElse(null),
          gift.returned().decimal(),
          gift.message().map(Gift.Message::text).orElse(null),
          gift.message().map(message -> Choices.word(message.state())).orElse(null),
          cover == null ? null : CoverView.of(cover));
    }
  }
}
