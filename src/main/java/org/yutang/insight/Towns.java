package org.yutang.insight;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// Which town a village lies in. Remembers, because a county has hundreds and every report asks.
@Component
class Towns {

  private static final int REMEMBERED = 100_000;

  private final Register register;
  private final Map<PlaceCode, PlaceCode> found = new ConcurrentHashMap<>();

  Towns(Register register) {
    this.register = register;
  }

  /// The village itself where it lies in no town.
  PlaceCode townOf(PlaceCode village) {
    PlaceCode known = found.get(village);
    if (known != null) return known;
    PlaceCode town =
        register.ancestors(village).stream()
            .filter(each -> each.level() == PlaceLevel.TOWN)
            .map(Place::code)
            .findFirst()
            .orElse(village);
    if (found.size() >= REMEMBERED) found.clear();
    found.put(village, town);
    return town;
  }
}
