package org.yutang.programme.trial;

import java.time.LocalDate;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Programme;
import org.yutang.programme.definition.Counties;
import org.yutang.programme.definition.Rules;
import org.yutang.register.PersonId;
import org.yutang.register.Profile;
import org.yutang.register.Register;

/// What rules would have seen of a person: what was kept when something was decided, and for rules
/// that read more than that, what the register knows of that day now.
@Component
public class KeptFacts {

  private final Register register;
  private final Counties counties;

  KeptFacts(Register register, Counties counties) {
    this.register = register;
    this.counties = counties;
  }

  /// @param kept by the names that rules use; all that is known of a person who is gone from the
  ///   register
  public Map<String, Object> on(
      Programme programme, PersonId person, LocalDate day, Map<String, Object> kept) {
    Map<String, Object> facts;
    try {
      Profile profile = register.profile(person, day);
      facts = Rules.facts(profile, counties.isPartner(programme, profile.county()));
    } catch (Refusal e) {
      facts = Map.of("facts", Map.of());
    }
    return Rules.withKept(facts, kept);
  }
}
