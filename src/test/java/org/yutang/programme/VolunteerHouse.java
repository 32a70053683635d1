package org.yutang.programme;

import static org.yutang.TestActors.actor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;

/// Volunteers and needs of the skilled volunteers' programme, granted, each in a county of its own.
public final class VolunteerHouse {

  public static final ProgrammeId PROGRAMME = new ProgrammeId("skilled-volunteers");
  private static final int YEAR = 2020;

  private final BeanFactory beans;
  private final PlaceCode province;
  private final Cases cases;

  /// @param province whose counties nobody else takes
  public VolunteerHouse(BeanFactory beans, PlaceCode province) {
    this.beans = beans;
    this.province = province;
    this.cases = beans.getBean(Cases.class);
  }

  /// @param id of the case
  /// @param applicant the person behind the link
  /// @param issuer who gave the link out
  public record Volunteer(UUID id, Cases.Applicant applicant, String link, Actor issuer) {}

  /// @param filer who asks for help
  public record Need(UUID id, Actor filer) {}

  public Volunteer volunteer(List<String> skills, long hours) {
    SampleHouse house =
        new SampleHouse(beans, Sample.of("skilled-volunteers", "volunteer"), province, YEAR);
    Map<String, Object> answers = new HashMap<>(house.answers());
    answers.put("skills", skills);
    answers.put("hours", hours);
    Actor cadre = actor(Role.VILLAGE_CADRE, house.village());
    UUID id = granted(house, cadre, answers);
    String link = cases.invite(cadre, PROGRAMME, "volunteer", house.person());
    return new Volunteer(id, cases.applicant(link), link, cadre);
  }

  public Need need(List<String> skills, long hours) {
    SampleHouse house =
        new SampleHouse(beans, Sample.of("skilled-volunteers", "need"), province, YEAR);
    Map<String, Object> answers = new HashMap<>(house.answers());
    answers.put("task", "需求 " + UUID.randomUUID());
    answers.put("skills", skills);
    answers.put("hours", hours);
    Actor filer = actor(Role.NOMINATOR, house.county());
    return new Need(granted(house, filer, answers), filer);
  }

  private UUID granted(SampleHouse house, Actor filer, Map<String, Object> answers) {
    Case saved = cases.save(filer, house.draft(house.person(), answers), house.day());
    Case filed = cases.file(filer, saved.id(), saved.version(), house.day());
    Actor officer = actor(Role.FUND_OFFICER, house.programme().place());
    cases.decide(officer, filed.id(), filed.version(), Ruling.Pass.whole(), house.day());
    house.settled();
    return filed.id();
  }
}
