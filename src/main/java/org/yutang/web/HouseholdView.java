package org.yutang.web;

import java.util.List;
import org.yutang.register.Household;
import org.yutang.register.Place;

/// A household and where it lives.
public record HouseholdView(Household household, Place village, List<Place> above) {
  public HouseholdView {
    above = List.copyOf(above);
  }
}
