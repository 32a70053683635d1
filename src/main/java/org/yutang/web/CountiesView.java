package org.yutang.web;

import java.util.List;
import org.yutang.kernel.Page;
import org.yutang.register.Place;
import org.yutang.register.PlaceEntry;

/// The list of counties inside a place.
///
/// @param years in which counties left the list, for the filter
public record CountiesView(
    Place place, List<Place> above, Page<PlaceEntry> counties, List<Integer> years, String sort) {
  public CountiesView {
    above = List.copyOf(above);
    years = List.copyOf(years);
  }
}
