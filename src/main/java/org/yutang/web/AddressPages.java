package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.market.Address;
import org.yutang.market.Buying;
import org.yutang.market.MarketRefusal;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// A buyer's address book.
@Controller
class AddressPages {

  private static final int MOST_COUNTIES = 20;

  private final Buying buying;
  private final Register register;
  private final BuyerKeys keys;
  private final MarketNames names;

  AddressPages(Buying buying, Register register, BuyerKeys keys, MarketNames names) {
    this.buying = buying;
    this.register = register;
    this.keys = keys;
    this.names = names;
  }

  @GetMapping("/market/addresses")
  View list(Screen s, HttpServletRequest request, HttpServletResponse response) {
    String key = keys.require(request, response);
    return list(
        s,
        HttpStatus.OK,
        key,
        new CartView.Typed(s.freshKey(), Map.of(), List.of(), "", "", s.query("then")));
  }

  private View list(Screen s, HttpStatus status, String key, CartView.Typed typed) {
    List<Address> addresses = buying.addresses(key);
    return s.page(
        status,
        "addresses",
        new BuyerView.Addresses(
            addresses,
            names.of(s, addresses.stream().map(Address::region)),
            typed,
            buying.cart(key).size()));
  }

  @PostMapping("/market/addresses")
  View save(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @RequestParam Map<String, String> typed) {
    String key = keys.require(request, response);
    String then = typed.getOrDefault("then", "");
    List<Place> counties = counties(typed);
    try {
      Address address =
          buying.save(
              key,
              new Address(
                  Asked.id(typed.getOrDefault("key", "")),
                  county(typed, counties),
                  typed.getOrDefault("name", ""),
                  typed.getOrDefault("phone", ""),
                  typed.getOrDefault("street", "")));
      return Screen.go(
          then.equals("checkout")
              ? "/market/checkout?address=" + address.id()
              : "/market/addresses?note=market-address-saved");
    } catch (Refusal refusal) {
      return list(
          s,
          Mishaps.status(refusal.code().kind()),
          key,
          new CartView.Typed(
              typed.getOrDefault("key", ""),
              typed,
              counties.size() > 1 ? counties : List.of(),
              field(refusal),
              BuyerOrderPages.problem(s, refusal),
              then));
    }
  }

  private static String field(Refusal refusal) {
    return refusal.code() == MarketRefusal.BAD_FIELD
        ? String.valueOf(refusal.facts().get("field"))
        : refusal.code() == WebRefusal.PLACE_UNKNOWN ? "region" : "address";
  }

  /// The counties that the typed name may mean.
  private List<Place> counties(Map<String, String> typed) {
    String text = typed.getOrDefault("region", "").strip();
    if (Asked.maybePlace(text).isPresent())
      return Asked.maybePlace(text).flatMap(register::findPlace).stream().toList();
    List<Place> found =
        register.searchPlaces(text, MOST_COUNTIES).stream()
            .filter(place -> place.level() == PlaceLevel.COUNTY)
            .toList();
    List<Place> exact =
        found.stream()
            .filter(
                place ->
                    place.name(java.util.Locale.CHINESE).equals(text)
                        || place.name(java.util.Locale.ENGLISH).equalsIgnoreCase(text))
            .toList();
    return exact.isEmpty() ? found : exact;
  }

  /// The one that was chosen, or the only one. Refuses with [WebRefusal#PLACE_UNKNOWN] and
  /// [MarketRefusal#BAD_FIELD].
  private static PlaceCode county(Map<String, String> typed, List<Place> counties) {
    String chosen = typed.getOrDefault("county", "");
    for (Place each : counties) if (each.code().text().equals(chosen)) return each.code();
    if (counties.size() == 1) return counties.getFirst().code();
    if (counties.isEmpty())
      throw new Refusal(
          WebRefusal.PLACE_UNKNOWN, Map.of("place", typed.getOrDefault("region", "")));
    throw new Refusal(MarketRefusal.BAD_FIELD, Map.of("field", "county"));
  }

  @PostMapping("/market/addresses/{id}/forget")
  View forget(HttpServletRequest request, HttpServletResponse response, @PathVariable String id) {
    UUID address = Asked.id(id);
    buying.forget(keys.require(request, response), address);
    return Screen.go("/market/addresses?note=market-address-forgotten");
  }
}
