package org.yutang.demo;

import java.time.LocalDate;
import java.util.List;

/// A household of the demo.
///
/// @param since on which day it was registered as poor
/// @param cause 主要致贫原因
/// @param incomePerHead whole yuan a year, net
/// @param landTenthMu tenths of a mu of farm land
/// @param house 住房
record SyntheticHousehold(
    String number,
    Village village,
    LocalDate since,
    String cause,
    int incomePerHead,
    int landTenthMu,
    String house,
    List<SyntheticPerson> members) {
  SyntheticHousehold {
    members = List.copyOf(members);
  }
}
