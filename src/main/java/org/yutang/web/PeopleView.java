package org.yutang.web;

import java.util.List;
import java.util.Optional;
import org.yutang.kernel.Page;
import org.yutang.register.PersonRow;
import org.yutang.register.Place;

/// The list of people.
///
/// @param place the filter's place, if one is set and known
/// @param placeProblem why the filter's place was not understood, or an empty text
/// @param choices places that the typed name may have meant
public record PeopleView(
    Optional<Place> place,
    String placeProblem,
    List<Place> choices,
    Page<PersonRow> people,
    String sort) {
  public PeopleView {
    choices = List.copyOf(choices);
  }
}
