package org.yutang.programme.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Money;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Fund;
import org.yutang.programme.Programme;
import org.yutang.programme.Simulation;
import org.yutang.programme.definition.CompiledKind;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Rules;
import org.yutang.register.Profile;
import org.yutang.register.Sex;

/// Decides person after person, county after county, and adds up. One thread.
final class CountySimulation {

  private final Definition definition;
  private final Optional<Definition> today;
  private final int policyYear;
  private final Programme.Version version;
  private final boolean covers;
  private final boolean coversToday;
  private final Map<String, Long> failed = new HashMap<>();
  private final List<KindCount> kinds = new ArrayList<>();
  private long persons;
  private long eligible;
  private long women;
  private long gained;
  private long lost;

  private static final class KindCount {
    final CaseKind kind;
    final List<Rules.Compiled> tried = new ArrayList<>();
    final List<String> onAnswers = new ArrayList<>();
    long mayApply;

    KindCount(CompiledKind compiled) {
      kind = compiled.kind();
      for (Rules.Compiled rule : compiled.rules()) {
        boolean answers = rule.reads().stream().anyMatch(name -> name.startsWith("answers."));
        if (answers) onAnswers.add(rule.rule().name());
        else tried.add(rule);
      }
    }
  }

  /// @param today what the server runs under that id
  CountySimulation(Definition definition, Optional<Definition> today, int policyYear) {
    this.definition = definition;
    this.today = today;
    this.policyYear = policyYear;
    version = definition.programme().version(policyYear);
    covers = version.cover().isPresent();
    coversToday =
        today.filter(has -> has.programme().version(policyYear).cover().isPresent()).isPresent();
    version.kinds().stream()
        .map(kind -> new KindCount(definition.kind(kind.name(), policyYear)))
        .forEach(kinds::add);
  }

  /// @param partner whether the county of these people is one of the definition's
  /// @param partnerToday whether it is one of the programme that the server runs
  void take(Collection<Profile> profiles, boolean partner, boolean partnerToday) {
    for (Profile profile : profiles) {
      persons++;
      Map<String, Object> facts = Rules.facts(profile, partner);
      boolean now = covers && cover(profile, facts);
      if (coversToday) {
        facts.put("partner", partnerToday);
        boolean before = today.orElseThrow().failedRules(policyYear, facts).isEmpty();
        if (now && !before) gained++;
        if (!now && before) lost++;
        facts.put("partner", partner);
      }
      for (KindCount kind : kinds)
        if (kind.tried.stream().allMatch(rule -> rule.isMet(facts))) kind.mayApply++;
    }
  }

  private boolean cover(Profile profile, Map<String, Object> facts) {
    List<String> rules = definition.failedRules(policyYear, facts);
    for (String rule : rules) failed.merge(rule, 1L, Long::sum);
    if (!rules.isEmpty()) return false;
    eligible++;
    if (profile.sex() == Sex.FEMALE) women++;
    return true;
  }

  long persons() {
    return persons;
  }

  long eligible() {
    return eligible;
  }

  /// @param fund of the programme that the server runs
  Optional<Simulation.Cover> cover(Optional<Fund> fund) {
    return version
        .cover()
        .map(
            cover ->
                new Simulation.Cover(
                    eligible,
                    women,
                    cover.premium().times(eligible),
                    version.rules().stream().map(this::failed).toList(),
                    fund.map(
                        has ->
                            cover.premium().minor() == 0
                                ? eligible
                                : has.available().minor() / cover.premium().minor()),
                    coversToday
                        ? Optional.of(new Simulation.Change(gained, lost))
                        : Optional.empty()));
  }

  private Simulation.Failed failed(Programme.Rule rule) {
    return new Simulation.Failed(rule.name(), rule.title(), failed.getOrDefault(rule.name(), 0L));
  }

  List<Simulation.Kind> kinds() {
    return kinds.stream()
        .map(
            each ->
                new Simulation.Kind(
                    each.kind.name(),
                    each.kind.title(),
                    each.mayApply,
                    each.onAnswers,
                    each.kind.seats().map(CaseKind.Seats::total),
                    each.kind.seats().flatMap(seats -> most(each.kind, seats.total()))))
        .toList();
  }

  /// What all seats together can cost: the most of one, as often as there are seats.
  private static Optional<Money> most(CaseKind kind, int seats) {
    Optional<Money> one =
        switch (kind.benefit()) {
          case Benefit.Fixed fixed -> Optional.of(fixed.amount());
          case Benefit.Chosen chosen -> chosen.amounts().values().stream().max(Money::compareTo);
          default -> Optional.empty();
        };
    Optional<Money> ceiling = kind.limits().perCase();
    if (one.isEmpty()) one = ceiling;
    else if (ceiling.isPresent() && ceiling.get().compareTo(one.get()) < 0) one = ceiling;
    return one.map(amount -> amount.times(seats));
  }
}
