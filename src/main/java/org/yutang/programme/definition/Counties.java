package org.yutang.programme.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.register.Place;
import org.yutang.register.PlaceEntry;
import org.yutang.register.PlaceLevel;
import org.yutang.register.PlaceQuery;
import org.yutang.register.Register;

/// Where programmes run: which county a place belongs to, which villages it holds, and whether it
/// is a partner.
@Component
public class Counties {

  private final Register register;

  Counties(Register register) {
    this.register = register;
  }

  /// Refuses with [ProgrammeRefusal#NOT_A_COUNTY]. A place that holds no others stands for a county
  /// where a country has none.
  public void requireCounty(PlaceCode code) {
    Place place = register.getPlace(code);
    if (!countyOf(place).equals(Optional.of(code)))
      throw new Refusal(ProgrammeRefusal.NOT_A_COUNTY, Map.of("place", place.nameZh()));
  }

  /// The county of a place inside one, or the county itself. Refuses with
  /// [ProgrammeRefusal#PLACE_TOO_LARGE].
  public PlaceCode countyOf(PlaceCode code) {
    Place place = register.getPlace(code);
    return countyOf(place)
        .orElseThrow(
            () -> new Refusal(ProgrammeRefusal.PLACE_TOO_LARGE, Map.of("place", place.nameZh())));
  }

  public boolean isPartner(Programme programme, PlaceCode county) {
    return programme.partners().stream().anyMatch(partner -> register.contains(partner, county));
  }

  /// The places in which people of this place can be registered, itself included; empty for a
  /// county, which needs no list.
  public List<String> villages(PlaceCode place, PlaceCode county) {
    if (place.equals(county)) return List.of();
    List<String> codes = new ArrayList<>(List.of(place.text()));
    long pages = 1;
    for (int number = 1; number <= pages; number++) {
      Page<PlaceEntry> page =
          register.children(place, PlaceQuery.all(new Page.Wanted(number, Page.MAX_SIZE)));
      pages = page.pages();
      page.items().forEach(entry -> codes.add(entry.place().code().text()));
    }
    return codes;
  }

  /// The counties of a place in which people are registered, by code; the place itself where it is
  /// one.
  public List<PlaceCode> within(PlaceCode place) {
    if (countyOf(register.getPlace(place)).equals(Optional.of(place))) return List.of(place);
    List<PlaceCode> found = new ArrayList<>();
    long pages = 1;
    for (int number = 1; number <= pages; number++) {
      Page<PlaceEntry> page =
          register.counties(
              new PlaceQuery(
                  Optional.of(place),
                  Optional.empty(),
                  false,
                  Optional.empty(),
                  true,
                  PlaceQuery.Sort.CODE,
                  false,
                  new Page.Wanted(number, Page.MAX_SIZE)));
      pages = page.pages();
      page.items().forEach(entry -> found.add(entry.place().code()));
    }
    return found;
  }

  private Optional<PlaceCode> countyOf(Place place) {
    if (place.level() == PlaceLevel.COUNTY) return Optional.of(place.code());
    Optional<PlaceCode> above =
        register.ancestors(place.code()).stream()
            .filter(each -> each.level() == PlaceLevel.COUNTY)
            .map(Place::code)
            .findFirst();
    if (above.isPresent()) return above;
    boolean holdsOthers =
        !register.children(place.code(), PlaceQuery.all(new Page.Wanted(1, 1))).items().isEmpty();
    return holdsOthers ? Optional.empty() : Optional.of(place.code());
  }
}
