package org.yutang.web;

import java.util.List;
import org.yutang.kernel.Page;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Place;

/// The list of households in a place.
public record HouseholdsView(
    Place place, List<Place> above, Page<HouseholdRow> households, String sort) {
  public HouseholdsView {
    above = List.copyOf(above);
  }
}
