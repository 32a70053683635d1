package org.yutang.register;

import java.util.Optional;

/// A line of a list of places. `poverty` is the place's fact [PlaceFact#POVERTY_COUNTY] or
/// [PlaceFact#POOR_VILLAGE], if it has one.
public record PlaceEntry(Place place, Figures figures, Optional<PlaceFact> poverty) {}
