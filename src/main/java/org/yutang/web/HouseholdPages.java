package org.yutang.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.Household;
import org.yutang.register.HouseholdId;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.Place;
import org.yutang.register.Register;

/// The households of a place, and one of them.
@Controller
class HouseholdPages {

  private final Register register;
  private final ListQueries queries;

  HouseholdPages(Register register, ListQueries queries) {
    this.register = register;
    this.queries = queries;
  }

  @GetMapping("/places/{code}/households")
  View households(Screen s, Actor actor, @PathVariable String code) {
    Place place = register.getPlace(Asked.place(code));
    Sorting<HouseholdQuery.Sort> sort = Sorting.of(s.query("sort"), HouseholdQuery.Sort.VILLAGE);
    HouseholdQuery query = queries.households(s, place.code(), Asked.page(s));
    return s.page(
        "households",
        new HouseholdsView(
            place,
            register.ancestors(place.code()),
            register.households(actor, query),
            sort.text()));
  }

  @GetMapping("/households/{id}")
  View household(Screen s, Actor actor, @PathVariable String id) {
    Household household = register.getHousehold(actor, new HouseholdId(Asked.id(id)));
    PlaceCode village = household.row().village();
    return s.page(
        "household",
        new HouseholdView(household, register.getPlace(village), register.ancestors(village)));
  }
}
