package org.yutang.programme.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Fund;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.programme.Simulation;
import org.yutang.programme.Text;
import org.yutang.programme.definition.Counties;
import org.yutang.programme.definition.Definition;
import org.yutang.programme.definition.Definitions;
import org.yutang.register.Place;
import org.yutang.register.Register;
import org.yutang.store.Jobs;

/// The job `programme.simulate`: reads the register county by county and writes nothing, so that it
/// may be killed and run again.
@Component
class SimulateJob implements Jobs.Handler<Simulation.Wanted> {

  static final String KIND = "programme.simulate";
  private static final int BATCH = 4096;

  private final Definitions definitions;
  private final Counties counties;
  private final Programmes programmes;
  private final Register register;

  SimulateJob(
      Definitions definitions, Counties counties, Programmes programmes, Register register) {
    this.definitions = definitions;
    this.counties = counties;
    this.programmes = programmes;
    this.register = register;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Class<Simulation.Wanted> argsType() {
    return Simulation.Wanted.class;
  }

  @Override
  public Simulation run(UUID job, Simulation.Wanted wanted, UUID account, Jobs.Progress progress) {
    Definition definition = Definitions.read(TrialJobs.FILE, wanted.definition());
    Programme programme = definition.programme();
    Optional<Definition> today = definitions.find(programme.id());
    CountySimulation all = new CountySimulation(definition, today, wanted.policyYear());
    List<Simulation.County> lines = new ArrayList<>();
    long total = register.figures(wanted.placeCode()).persons();
    for (PlaceCode county : counties.within(wanted.placeCode())) {
      long persons = all.persons();
      long eligible = all.eligible();
      boolean partner = counties.isPartner(programme, county);
      boolean partnerToday =
          today.filter(has -> counties.isPartner(has.programme(), county)).isPresent();
      register.eachProfile(
          county,
          programme.coverFrom(wanted.policyYear()),
          BATCH,
          profiles -> {
            all.take(profiles, partner, partnerToday);
            progress.step("job.programme.simulating", all.persons(), total);
          });
      Place place = register.getPlace(county);
      lines.add(
          new Simulation.County(
              county.text(),
              new Text(place.nameZh(), place.nameEn().orElse(place.nameZh())),
              partner,
              all.persons() - persons,
              all.eligible() - eligible));
    }
    Optional<Fund> fund = today.map(has -> programmes.fund(Actor.SYSTEM, programme.id()));
    return new Simulation(
        programme.id().text(),
        programme.title(),
        wanted.place(),
        wanted.policyYear(),
        programme.version(wanted.policyYear()).fromYear(),
        all.persons(),
        lines,
        all.cover(fund),
        all.kinds());
  }
}
