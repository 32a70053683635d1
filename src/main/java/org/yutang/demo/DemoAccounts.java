package org.yutang.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Logins;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;

/// One account a role, bound to a place that fits, a second reviewer, more judges, and a cadre for
/// each village that claims; they have no passwords and are entered by link.
@Component
class DemoAccounts {

  private static final UUID SECOND_REVIEWER = Uuids.named("demo.account", "INSURER", "2");

  /// As many as the last panel of the award wants for a case.
  private static final int JUDGES = 5;

  private final Accounts accounts;
  private final Access access;
  private final Logins logins;

  DemoAccounts(Accounts accounts, Access access, Logins logins) {
    this.accounts = accounts;
    this.access = access;
    this.logins = logins;
  }

  /// Opens those that are not there yet.
  void open(PlaceCode village) {
    for (Role role : Role.values())
      open(id(role), name(role), displayName(role), new Grant(role, place(role, village)));
    open(
        SECOND_REVIEWER,
        "demo-insurer-2",
        "演示保险复核员",
        new Grant(Role.INSURER, place(Role.INSURER, village)));
  }

  private void open(UUID id, String name, String displayName, Grant grant) {
    if (accounts.find(id).isEmpty())
      accounts.create(Actor.SYSTEM, id, name, displayName, grant.place(), Optional.empty());
    accounts.grant(Actor.SYSTEM, id, grant, Optional.empty());
  }

  /// The judge who can be entered, and as many more as a panel wants.
  List<Actor> judges() {
    List<Actor> judges = new ArrayList<>();
    judges.add(actor(Role.JUDGE));
    for (int number = 2; number <= JUDGES; number++) {
      UUID id = Uuids.named("demo.account", "JUDGE", String.valueOf(number));
      open(id, "demo-judge-" + number, "演示评委 " + number, new Grant(Role.JUDGE, PlaceCode.WORLD));
      judges.add(access.actor(id));
    }
    return judges;
  }

  Actor secondReviewer() {
    return access.actor(SECOND_REVIEWER);
  }

  /// The cadre of a village, opened if need be.
  Actor cadre(PlaceCode village) {
    Grant grant = new Grant(Role.VILLAGE_CADRE, village);
    Actor shown = actor(Role.VILLAGE_CADRE);
    if (shown.grants().contains(grant)) return shown;
    UUID id = Uuids.named("demo.cadre", village.text());
    open(id, "demo-cadre-" + village.text().toLowerCase(Locale.ROOT), "演示驻村干部", grant);
    return access.actor(id);
  }

  /// Who runs the made-up shops and their goods in the county and in a warehouse's place, opened if
  /// need be.
  Actor seller(PlaceCode warehouse) {
    UUID id = Uuids.named("demo.seller");
    open(id, "demo-seller", "演示网店掌柜", new Grant(Role.MERCHANT, Demo.COUNTY));
    for (PlaceCode place : List.of(Demo.COUNTY, warehouse))
      accounts.grant(Actor.SYSTEM, id, new Grant(Role.KEEPER, place), Optional.empty());
    return access.actor(id);
  }

  /// Who nominates in a country abroad, opened if need be.
  Actor nominator(PlaceCode country) {
    UUID id = Uuids.named("demo.nominator", country.text());
    String name = "demo-nominator-" + country.text().toLowerCase(Locale.ROOT);
    open(id, name, "演示提名人（" + country.text() + "）", new Grant(Role.NOMINATOR, country));
    return access.actor(id);
  }

  Actor actor(Role role) {
    return access.actor(id(role));
  }

  /// A fresh link for each role.
  List<Demo.Login> links() {
    List<Demo.Login> links = new ArrayList<>();
    for (Role role : Role.values()) links.add(new Demo.Login(role, name(role), enter(id(role))));
    links.add(new Demo.Login(Role.INSURER, "demo-insurer-2", enter(SECOND_REVIEWER)));
    return links;
  }

  private String enter(UUID account) {
    return "enter?token=" + logins.demoLink(account);
  }

  private static PlaceCode place(Role role, PlaceCode village) {
    return switch (role) {
      case ADMINISTRATOR, FUND_OFFICER, AUDITOR, JUDGE, KEEPER -> PlaceCode.WORLD;
      case COUNTY_OFFICER, INSURER, MERCHANT, NOMINATOR -> Demo.COUNTY;
      case VILLAGE_CADRE -> village;
    };
  }

  private static UUID id(Role role) {
    return Uuids.named("demo.account", role.name());
  }

  private static String name(Role role) {
    return "demo-" + role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String displayName(Role role) {
    return switch (role) {
      case ADMINISTRATOR -> "演示管理员";
      case FUND_OFFICER -> "演示基金专员";
      case COUNTY_OFFICER -> "演示县扶贫专员";
      case VILLAGE_CADRE -> "演示驻村干部";
      case INSURER -> "演示保险专员";
      case MERCHANT -> "演示商家";
      case NOMINATOR -> "演示提名人";
      case JUDGE -> "演示评委";
      case KEEPER -> "演示仓储分拣员";
      case AUDITOR -> "演示审计员";
    };
  }
}
