package org.yutang.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Files of other countries, by a mapping alone.
@Tag("slow")
class SurveysTest extends ImportTest {

  @Test
  void theAustrianSurveyComesInByItsMappingAloneAndOnlyOnce() throws Exception {
    Path file = data("eusilc/eusilc.csv");
    Actor actor = actor(Role.ADMINISTRATOR, "001");
    ImportReport first =
        report(run(actor, ImportKind.REGISTER, put(file), mapping("eusilc"), 0, false));
    assertThat(first.rows()).isEqualTo(14_827);
    assertThat(first.bad()).isZero();
    assertThat(first.persons().fresh()).isEqualTo(14_827);
    assertThat(first.households().fresh()).isEqualTo(6_000);
    ImportReport again =
        report(run(actor, ImportKind.REGISTER, put(file), mapping("eusilc"), 0, false));
    assertThat(again.persons()).isEqualTo(new ImportReport.Counts(0, 0, 14_827));
    assertThat(again.households()).isEqualTo(new ImportReport.Counts(0, 0, 6_000));
    assertThat(again.facts()).isEqualTo(new ImportReport.Counts(0, 0, first.facts().fresh()));
    Figures vienna = register.figures(new PlaceCode("AT-9"));
    assertThat(vienna.persons()).isEqualTo(2_322);
    assertThat(register.figures(new PlaceCode("AT")).persons()).isEqualTo(14_827);
    assertThat(vienna.householdsByStatus().get(PovertyStatus.REGISTERED)).isPositive();
    Household one =
        register.getHousehold(
            actor,
            register
                .households(
                    actor,
                    new HouseholdQuery(
                        Optional.of(new PlaceCode("AT-7")),
                        Optional.empty(),
                        Optional.of("1"),
                        HouseholdQuery.Sort.NUMBER,
                        false,
                        new Page.Wanted(1, 1)))
                .items()
                .getFirst()
                .id());
    assertThat(one.row().number()).isEqualTo("1");
    assertThat(one.members()).hasSize(3);
    assertThat(one.facts()).extracting(Fact::name).contains("equivalised_income");
    assertThat(one.facts().getFirst().source().title()).contains("EU-SILC");
  }

  @Test
  void theVietnameseSurveyComesInThoughItHasNoKeysAndLogarithms() throws Exception {
    Path file = data("vietnam_lsms/VietNamH.csv");
    Actor actor = actor(Role.ADMINISTRATOR, "001");
    ImportReport first =
        report(
            run(
                actor,
                ImportKind.REGISTER,
                put(file),
                mapping("vietnam-lsms-households"),
                0,
                false));
    assertThat(first.rows()).isEqualTo(4_570);
    assertThat(first.bad()).isZero();
    assertThat(first.persons().fresh()).isEqualTo(4_570);
    assertThat(first.places().fresh()).isEqualTo(147);
    ImportReport again =
        report(
            run(
                actor,
                ImportKind.REGISTER,
                put(file),
                mapping("vietnam-lsms-households"),
                0,
                false));
    assertThat(
            again.places().fresh()
                + again.households().fresh()
                + again.persons().fresh()
                + again.facts().fresh())
        .isZero();
    assertThat(again.households().changed() + again.persons().changed() + again.facts().changed())
        .isZero();
    PersonRow head =
        register
            .persons(actor, PersonQuery.in(new PlaceCode("VN-VLSS001"), new Page.Wanted(1, 200)))
            .items()
            .stream()
            .filter(each -> each.age().isPresent())
            .findFirst()
            .orElseThrow();
    Profile profile = register.profile(head.id(), LocalDate.of(1999, 1, 1));
    assertThat((Long) profile.facts().get("total_expenditure")).isBetween(1_000L, 1_000_000L);
    assertThat(profile.facts()).containsKeys("farm", "urban", "schooling");
    assertThat(profile.householdSize()).isPositive();
    List<Profile> all = new java.util.ArrayList<>();
    register.eachProfile(new PlaceCode("VN-VLSS001"), LocalDate.of(1999, 1, 1), 7, all::addAll);
    assertThat(all).hasSize((int) register.figures(new PlaceCode("VN-VLSS001")).persons());
    assertThat(register.profile(head.id(), LocalDate.of(1990, 1, 1)).facts()).isEmpty();
  }

  private static Path data(String name) {
    assumeTrue(shared().isPresent(), "skipped: the folder of shared data is not there");
    return shared().orElseThrow().resolve(name);
  }
}
