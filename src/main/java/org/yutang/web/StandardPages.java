package org.yutang.web;

import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.farm.Grading;
import org.yutang.farm.Measure;
import org.yutang.farm.Sample;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;

/// Product standards for everybody, and what grade a sample gets.
@Controller
class StandardPages {

  private final Standards standards;
  private final MaskedNames names;
  private final Clock clock;

  StandardPages(Standards standards, MaskedNames names, Clock clock) {
    this.standards = standards;
    this.names = names;
    this.clock = clock;
  }

  @GetMapping("/standards")
  View list(Screen s) {
    return s.page("standards", standards.list());
  }

  /// With measurements in the address, also their grade.
  @GetMapping("/standards/{id}")
  View one(Screen s, @PathVariable String id) {
    Standard standard = standards.get(id);
    Standard.Version version = standard.newest();
    Map<String, String> typed = new HashMap<>();
    Map<Measure, String> measured = new EnumMap<>(Measure.class);
    for (Standard.Bound bound : version.measures()) {
      String text = s.query(s.code(bound.measure())).strip();
      typed.put(s.code(bound.measure()), text);
      measured.put(bound.measure(), text);
    }
    Optional<Grading> grading = Optional.empty();
    String problem = "";
    if (typed.values().stream().anyMatch(text -> !text.isEmpty()))
      try {
        grading = Optional.of(version.grade(Sample.parse(measured, version)));
      } catch (Refusal refusal) {
        problem = s.refusal(refusal);
      }
    int year = BusinessDay.of(clock.instant()).getYear();
    return s.page(
        problem.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT,
        "standard",
        new FarmView.OneStandard(
            standard,
            typed,
            grading,
            problem,
            year,
            names.places(version.bases().stream().map(Standard.Base::place).toList())));
  }
}
