package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// Places as people type them into forms.
@Component
class TypedPlaces {

  private final Register register;

  TypedPlaces(Register register) {
    this.register = register;
  }

  /// A place by its code or, where only one is called so, by its name. Refuses with
  /// [WebRefusal#PLACE_UNKNOWN].
  PlaceCode read(String typed) {
    String text = typed.strip();
    Optional<Place> coded = Asked.maybePlace(text).flatMap(register::findPlace);
    if (coded.isPresent()) return coded.get().code();
    List<Place> found = text.isEmpty() ? List.of() : register.searchPlaces(text, 2);
    if (found.size() != 1) throw new Refusal(WebRefusal.PLACE_UNKNOWN, Map.of("place", text));
    return found.getFirst().code();
  }
}
