package org.yutang.register;

import java.util.List;

/// A household with everything known about it. Statuses and facts: the newest first.
public record Household(
    HouseholdRow row, List<PersonRow> members, List<StatusPeriod> statuses, List<Fact> facts) {

  public Household {
    members = List.copyOf(members);
    statuses = List.copyOf(statuses);
    facts = List.copyOf(facts);
  }
}
