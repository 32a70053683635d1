package org.yutang.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.programme.AddedCover;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Coverage;
import org.yutang.programme.Fund;
import org.yutang.programme.Programme;
import org.yutang.register.Place;

/// A programme: what it promises, its money, how far it reaches.
///
/// @param years that can be looked at, the newest first
/// @param added what gifts add to the cover of those who take part
/// @param counties in which it was run, with their places by code
/// @param mayRun whether counties can be enrolled; `mayClose`: panels closed
/// @param tallies of the cases that the reader may see, by kind
/// @param grantKey of the form that puts money into the fund
/// @param county what was typed as the county to enrol
public record ProgrammeView(
    Programme programme,
    Place place,
    int policyYear,
    List<Integer> years,
    Optional<Fund> fund,
    Optional<AddedCover.Sums> added,
    List<Coverage> counties,
    Map<String, Place> places,
    boolean mayRun,
    boolean mayClose,
    Map<String, List<Case.Tally>> tallies,
    LocalDate today,
    boolean mayGrant,
    String grantKey,
    String amount,
    String label,
    String county,
    String problem,
    String field) {

  public ProgrammeView {
    years = List.copyOf(years);
    counties = List.copyOf(counties);
    places = Map.copyOf(places);
    tallies = Map.copyOf(tallies);
  }

  /// The version of the rules that holds in the policy year; the first one before there was any.
  public Programme.Version version() {
    Programme.Version version = programme.versions().getFirst();
    for (Programme.Version each : programme.versions())
      if (each.fromYear() <= policyYear) version = each;
    return version;
  }

  /// The titles of the kinds whose ceilings gifts raise.
  public List<CaseKind> kindsOf(Programme.Gifts gifts) {
    return version().kinds().stream().filter(kind -> gifts.kinds().contains(kind.name())).toList();
  }

  public long covered() {
    return counties.stream().mapToLong(Coverage::covered).sum();
  }

  public String problemOf(String name) {
    return field.equals(name) ? problem : "";
  }
}
