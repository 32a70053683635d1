package org.yutang.programme.definition;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// How far an actor's permission reaches, in terms that a query can ask: whole counties, and single
/// villages.
@Component
public class Reach {

  private final Access access;
  private final Register register;
  private final Counties counties;

  Reach(Access access, Register register, Counties counties) {
    this.access = access;
    this.register = register;
    this.counties = counties;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Places(String[] counties, String[] villages) {}

  /// Whole counties where the actor may, and the villages of smaller places that the actor's roles
  /// or the query name.
  ///
  /// @param place within which; empty for anywhere
  /// @param known the counties that have anything to see
  public Places places(
      Actor actor, Permission permission, Optional<PlaceCode> place, List<PlaceCode> known) {
    place.ifPresent(register::getPlace);
    List<PlaceCode> inside =
        known.stream()
            .filter(county -> place.map(in -> register.contains(in, county)).orElse(true))
            .toList();
    Set<PlaceCode> whole = access.among(actor, permission, inside);
    Set<String> villages = new TreeSet<>();
    place
        .filter(in -> access.may(actor, permission, in))
        .ifPresent(in -> addVillages(in, villages));
    for (PlaceCode own : access.places(actor, permission))
      if (place.map(in -> register.contains(in, own)).orElse(true)) addVillages(own, villages);
    return new Places(
        whole.stream().map(PlaceCode::text).toArray(String[]::new),
        villages.toArray(String[]::new));
  }

  private void addVillages(PlaceCode place, Set<String> villages) {
    if (register.getPlace(place).level().ordinal() > PlaceLevel.COUNTY.ordinal())
      villages.addAll(counties.villages(place, counties.countyOf(place)));
  }
}
