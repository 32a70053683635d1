package org.yutang.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;
import org.yutang.register.PersonRow;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// What lists call the persons and places of their rows.
@Component
class MaskedNames {

  private final Register register;

  MaskedNames(Register register) {
    this.register = register;
  }

  /// By the text of the id; without those whom the actor may not see or who have no name.
  Map<String, String> persons(Actor actor, Collection<PersonId> ids) {
    Map<String, String> names = new HashMap<>();
    for (PersonRow row : register.persons(actor, ids))
      row.name().ifPresent(name -> names.put(row.id().toString(), name));
    return names;
  }

  /// By code; each is looked up once.
  Map<String, Place> places(Collection<PlaceCode> codes) {
    Map<String, Place> places = new HashMap<>();
    for (PlaceCode code : codes)
      if (!places.containsKey(code.text()))
        register.findPlace(code).ifPresent(place -> places.put(code.text(), place));
    return places;
  }
}
