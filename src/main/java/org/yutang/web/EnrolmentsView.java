package org.yutang.web;

import java.util.List;
import java.util.Map;
import org.yutang.kernel.Page;
import org.yutang.programme.Coverage;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Programme;
import org.yutang.register.Place;

/// Who is enrolled in a programme in a place.
///
/// @param names of the persons on this page, masked, and of their villages, by id and code
public record EnrolmentsView(
    Programme programme,
    Place place,
    List<Place> above,
    int policyYear,
    Coverage coverage,
    Page<Enrolment> enrolments,
    Map<String, String> names,
    String sort) {
  public EnrolmentsView {
    above = List.copyOf(above);
    names = Map.copyOf(names);
  }
}
