package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yutang.programme.Enrolment;
import org.yutang.programme.Programme;
import org.yutang.programme.Verdict;
import org.yutang.proof.Proof;
import org.yutang.register.Household;
import org.yutang.register.Person;
import org.yutang.register.Place;
import org.yutang.register.Revealed;

/// A person, their family, and why they are insured or not.
///
/// @param added what gifts have added, by programme
/// @param mayEnd whether the reader may end the person's part in a programme
/// @param claimed kinds of cases that rest on cover which the person has or had, where the reader
///   may file one
/// @param mayReveal whether the reader may ask for the whole identity number
/// @param problem what was wrong with the reason given, or an empty text
/// @param leaving the same of the reason for which somebody leaves a programme
public record PersonView(
    Person person,
    Household household,
    Place village,
    List<Place> above,
    List<Insurance> insurance,
    Map<String, AddedCoverView> added,
    boolean mayEnd,
    String verifierKey,
    List<CaseView.Kind> claimed,
    boolean mayReveal,
    Optional<Revealed> revealed,
    String reason,
    String problem,
    String leaving) {

  public PersonView {
    claimed = List.copyOf(claimed);
    above = List.copyOf(above);
    insurance = List.copyOf(insurance);
    added = Map.copyOf(added);
  }

  /// One programme in one policy year.
  ///
  /// @param enrolment null where the person is not enrolled; then the verdict is that of today's
  ///   rules
  /// @param proof the leaf of the public log, once it is covered by a checkpoint
  public record Insurance(
      Programme programme,
      int policyYear,
      Verdict verdict,
      @Nullable Enrolment enrolment,
      Proof.@Nullable Receipt proof) {

    public boolean eligible() {
      return verdict instanceof Verdict.Eligible;
    }

    public List<Verdict.Reason> met() {
      return switch (verdict) {
        case Verdict.Eligible(_, var met) -> met;
        case Verdict.NotEligible(_, _, var met) -> met;
      };
    }

    public List<Verdict.Reason> failed() {
      return switch (verdict) {
        case Verdict.Eligible _ -> List.of();
        case Verdict.NotEligible(_, var failed, _) -> failed;
      };
    }
  }
}
