package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Page;
import org.yutang.programme.Coverage;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.register.Figures;
import org.yutang.register.Place;
import org.yutang.register.PlaceEntry;
import org.yutang.register.PlaceFact;
import org.yutang.register.PlaceLevel;

/// A place, its figures and what lies in it.
///
/// @param poverty that it is or was a poverty county or a poor village
/// @param insurance each programme that has reached the place
/// @param povertyList in a country or province
/// @param covered how far the first programme reaches in each place of the list, by code
public record PlaceView(
    Place place,
    List<Place> above,
    Figures figures,
    Optional<PlaceFact> poverty,
    Page<PlaceEntry> inside,
    Optional<TileMap> map,
    List<Insurance> insurance,
    Map<String, Coverage> covered,
    Optional<PovertyList> povertyList,
    String sort) {

  public PlaceView {
    above = List.copyOf(above);
    insurance = List.copyOf(insurance);
    covered = Map.copyOf(covered);
  }

  /// The counties of the place that are or were on the national list.
  ///
  /// @param delisted how many left it in each year, in order of the years
  public record PovertyList(long counties, Map<Integer, Long> delisted) {}

  /// A programme in this place.
  ///
  /// @param running how far a run has come that is under way
  public record Insurance(
      Programme programme, Coverage coverage, Optional<Programmes.Running> running) {}

  public PlaceLevel level() {
    return place.level();
  }

  /// Whether counties lie below the places of the list, so that a list of all counties is worth a
  /// link.
  public boolean hasCountyList() {
    return level() == PlaceLevel.COUNTRY || level() == PlaceLevel.PROVINCE;
  }

  /// Whether households can be listed: in a county and below.
  public boolean hasHouseholdList() {
    return level().compareTo(PlaceLevel.COUNTY) >= 0 && figures.households() > 0;
  }

  /// Whether any place of the list has been on a poverty list.
  public boolean anyPoverty() {
    return inside.items().stream().anyMatch(entry -> entry.poverty().isPresent());
  }
}
