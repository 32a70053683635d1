package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// Whether a person is eligible, and because of what.
public sealed interface Verdict {

  Basis basis();

  /// Every rule is met; `met` says how.
  record Eligible(Basis basis, List<Reason> met) implements Verdict {
    public Eligible {
      met = List.copyOf(met);
    }
  }

  /// At least one rule is not met: `failed` names all of them, and what would change each; `met`
  /// the others.
  record NotEligible(Basis basis, List<Reason> failed, List<Reason> met) implements Verdict {
    public NotEligible {
      failed = List.copyOf(failed);
      met = List.copyOf(met);
    }
  }

  /// What a verdict rests on.
  ///
  /// @param version the first policy year of the version of the rules that decided
  /// @param asOf the day as of which the facts were seen: the first day of cover
  /// @param facts exactly the facts that the rules read, by their names in the rules
  record Basis(
      ProgrammeId programme,
      int policyYear,
      int version,
      LocalDate asOf,
      Map<String, Object> facts) {
    public Basis {
      facts = Map.copyOf(facts);
    }
  }

  /// One rule's part in a verdict: its name and title, its sentence with the facts filled in, and
  /// what would change it.
  record Reason(String rule, Text title, Text says, Text change) {}
}
