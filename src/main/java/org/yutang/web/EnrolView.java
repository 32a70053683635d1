package org.yutang.web;

import java.util.List;
import org.yutang.kernel.Money;
import org.yutang.programme.Coverage;
import org.yutang.programme.Fund;
import org.yutang.programme.Programme;
import org.yutang.register.Place;

/// What will happen when a county is enrolled, to be confirmed.
///
/// @param coverage how far earlier runs came
/// @param persons who are registered and will be looked at
/// @param key of the job
public record EnrolView(
    Programme programme,
    Place county,
    List<Place> above,
    int policyYear,
    Coverage coverage,
    Fund fund,
    Money premium,
    long persons,
    String key) {

  public EnrolView {
    above = List.copyOf(above);
  }

  /// How many premiums the fund can pay.
  public long affordable() {
    return premium.minor() == 0 ? persons : fund.available().minor() / premium.minor();
  }

  /// What it would cost if everybody who is not covered yet were eligible.
  public Money most() {
    return premium.times(Math.max(0, persons - coverage.covered()));
  }
}
