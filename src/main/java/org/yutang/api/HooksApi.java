package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.market.HookEvent;
import org.yutang.market.Hooks;

/// Webhooks of a shop, by the convention of Standard Webhooks; how to verify them is in
/// `docs/how-to/connect-a-shop.md`.
@RestController
@RequestMapping("/api/v1/shops/{shop}/webhooks")
@Tag(name = "Webhooks", description = "Addresses that are told of a shop's orders and stock")
class HooksApi {

  private static final int USUAL_LOW = 5;

  private final Hooks hooks;

  HooksApi(Hooks hooks) {
    this.hooks = hooks;
  }

  @Operation(
      summary = "Tell an https address; the secret that signs is shown only here",
      description =
          "Events: order.paid, order.sent, order.received, order.cancelled, order.refunded, stock.low.")
  @PostMapping
  @ShownOnce
  @ResponseStatus(HttpStatus.CREATED)
  SecretView add(
      Actor actor,
      @RequestHeader(ApiFrame.KEY) UUID key,
      @PathVariable UUID shop,
      @RequestBody HookBody body) {
    UUID id = Uuids.named("market.hook", actor.account().toString(), key.toString());
    return SecretView.of(
        hooks.add(
            actor,
            new Hooks.New(
                id,
                shop,
                address(body.address),
                body.events.stream().map(HooksApi::event).collect(Collectors.toSet()),
                body.lowPieces == null ? USUAL_LOW : body.lowPieces)));
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw bad("address");
    }
  }

  private static HookEvent event(String word) {
    return HookEvent.of(word).orElseThrow(() -> bad("events"));
  }

  private static Refusal bad(String field) {
    return new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", field));
  }

  @Operation(summary = "The shop's webhooks")
  @GetMapping
  List<HookView> list(Actor actor, @PathVariable UUID shop) {
    return hooks.list(actor, shop).stream().map(HookView::of).toList();
  }

  @Operation(summary = "A new secret; the old one signs as well for a day")
  @PostMapping("/{hook}/secret")
  @ShownOnce
  SecretView rotate(Actor actor, @PathVariable UUID shop, @PathVariable UUID hook) {
    own(actor, shop, hook);
    return SecretView.of(hooks.rotate(actor, hook));
  }

  @Operation(summary = "Try again after it was disabled")
  @PostMapping("/{hook}/enable")
  @WithoutTransaction
  HookView enable(Actor actor, @PathVariable UUID shop, @PathVariable UUID hook) {
    own(actor, shop, hook);
    return HookView.of(hooks.enable(actor, hook));
  }

  @Operation(summary = "End a webhook")
  @DeleteMapping("/{hook}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(Actor actor, @PathVariable UUID shop, @PathVariable UUID hook) {
    own(actor, shop, hook);
    hooks.end(actor, hook);
  }

  @Operation(summary = "The latest hundred messages with the answer of the last try")
  @GetMapping("/{hook}/deliveries")
  List<DeliveryView> deliveries(Actor actor, @PathVariable UUID shop, @PathVariable UUID hook) {
    own(actor, shop, hook);
    return hooks.messages(actor, hook).stream().map(DeliveryView::of).toList();
  }

  @Operation(summary = "Tell a message once more")
  @PostMapping("/{hook}/deliveries/{message}/again")
  @WithoutTransaction
  DeliveryView again(
      Actor actor, @PathVariable UUID shop, @PathVariable UUID hook, @PathVariable UUID message) {
    own(actor, shop, hook);
    return DeliveryView.of(hooks.again(actor, hook, message));
  }

  private void own(Actor actor, UUID shop, UUID hook) {
    if (!hooks.get(actor, hook).shop().equals(shop))
      throw new Refusal(org.yutang.market.MarketRefusal.UNKNOWN_HOOK);
  }

  /// @param lowPieces from how many pieces left on the stock is low; 5 unless told
  record HookBody(String address, Set<String> events, @Nullable Integer lowPieces) {}

  record HookView(
      UUID id,
      String address,
      List<String> events,
      int lowPieces,
      Instant madeAt,
      @Nullable String lastError,
      @Nullable Instant disabledAt) {
    static HookView of(Hooks.Hook hook) {
      return new HookView(
          hook.id(),
          hook.address().toString(),
          hook.events().stream().map(HookEvent::word).sorted().toList(),
          hook.lowPieces(),
          hook.madeAt(),
          hook.lastError().orElse(null),
          hook.disabledAt().orElse(null));
    }
  }

  record SecretView(HookView webhook, String secret) {
    static SecretView of(Hooks.Told told) {
      return new SecretView(HookView.of(told.hook()), told.secret());
    }
  }

  record DeliveryView(
      UUID id,
      String event,
      Instant at,
      int tries,
      @Nullable Instant lastAt,
      @Nullable Instant nextAt,
      String answer,
      boolean done,
      String body) {
    static DeliveryView of(Hooks.Message message) {
      return new DeliveryView(
          message.id(),
          message.event().word(),
          message.at(),
          message.tries(),
          message.lastAt().orElse(null),
          message.nextAt().orElse(null),
          message.answer(),
          message.done(),
          message.body());
    }
  }
}
