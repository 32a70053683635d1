package org.yutang.giving;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// Which county a place of a notice lies in. Remembers, because a list of sales names the same few
/// places thousands of times.
@Component
class Counties {

  private static final int REMEMBERED = 10_000;

  private final Register register;
  private final Map<PlaceCode, Found> found = new ConcurrentHashMap<>();

  Counties(Register register) {
    this.register = register;
  }

  /// @param county empty for places larger than a county
  private record Found(PlaceLevel level, Optional<PlaceCode> county) {}

  /// The county of a merchant's place; the place itself where it lies in none.
  PlaceCode ofMerchant(PlaceCode place) {
    return find(place).county().orElse(place);
  }

  /// Refuses with [GivingRefusal#UNKNOWN_PLACE] and [GivingRefusal#ORIGIN_TOO_LARGE].
  PlaceCode ofGoods(PlaceCode place) {
    return find(place)
        .county()
        .orElseThrow(
            () -> new Refusal(GivingRefusal.ORIGIN_TOO_LARGE, Map.of("place", place.text())));
  }

  /// Refuses with [GivingRefusal#UNKNOWN_PLACE] and [GivingRefusal#REGION_TOO_SMALL].
  void requireRegion(PlaceCode place) {
    if (find(place).level().compareTo(PlaceLevel.COUNTY) > 0)
      throw new Refusal(GivingRefusal.REGION_TOO_SMALL, Map.of("place", place.text()));
  }

  private Found find(PlaceCode code) {
    Found known = found.get(code);
    if (known != null) return known;
    Place place =
        register
            .findPlace(code)
            .orElseThrow(
                () -> new Refusal(GivingRefusal.UNKNOWN_PLACE, Map.of("place", code.text())));
    Found asked = new Found(place.level(), county(place));
    if (found.size() >= REMEMBERED) found.clear();
    found.put(code, asked);
    return asked;
  }

  private Optional<PlaceCode> county(Place place) {
    if (place.level() == PlaceLevel.COUNTY) return Optional.of(place.code());
    if (place.level().compareTo(PlaceLevel.COUNTY) < 0) return Optional.empty();
    return register.ancestors(place.code()).stream()
        .filter(each -> each.level() == PlaceLevel.COUNTY)
        .map(Place::code)
        .findFirst();
  }
}
