package org.yutang.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Logins;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;

/// One account a role, bound to a place that fits; they have no passwords and are entered by link.
@Component
@ConditionalOnProperty("yutang.demo")
class DemoAccounts {

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
    for (Role role : Role.values()) {
      PlaceCode place = place(role, village);
      UUID id = id(role);
      if (accounts.find(id).isEmpty())
        accounts.create(Actor.SYSTEM, id, name(role), displayName(role), place, Optional.empty());
      accounts.grant(Actor.SYSTEM, id, new Grant(role, place), Optional.empty());
    }
  }

  Actor actor(Role role) {
    return access.actor(id(role));
  }

  /// A fresh link for each role.
  List<Demo.Login> links() {
    List<Demo.Login> links = new ArrayList<>();
    for (Role role : Role.values())
      links.add(new Demo.Login(role, name(role), "enter?token=" + logins.demoLink(id(role))));
    return links;
  }

  private static PlaceCode place(Role role, PlaceCode village) {
    return switch (role) {
      case ADMINISTRATOR -> PlaceCode.WORLD;
      case FUND_OFFICER, AUDITOR -> Demo.COUNTRY;
      case COUNTY_OFFICER, INSURER, MERCHANT -> Demo.COUNTY;
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
      case AUDITOR -> "演示审计员";
    };
  }
}
