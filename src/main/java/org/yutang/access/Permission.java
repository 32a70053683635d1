package org.yutang.access;

import static org.yutang.access.Role.*;

import java.util.EnumSet;
import java.util.Set;

/// What can be permitted, and to which roles: the whole table of who may do what.
public enum Permission {
  /// Look at households and persons, masked.
  SEE_REGISTER(ADMINISTRATOR, FUND_OFFICER, COUNTY_OFFICER, VILLAGE_CADRE, INSURER, AUDITOR),
  /// Import and change places, households and persons.
  EDIT_REGISTER(ADMINISTRATOR, COUNTY_OFFICER),
  /// See a whole identity number or name; logged each time.
  UNMASK(COUNTY_OFFICER, VILLAGE_CADRE, INSURER),
  /// Set up programmes and enrol a county.
  RUN_PROGRAMME(ADMINISTRATOR, FUND_OFFICER),
  /// Look at programmes and who is enrolled.
  SEE_PROGRAMME(ADMINISTRATOR, FUND_OFFICER, COUNTY_OFFICER, VILLAGE_CADRE, INSURER, AUDITOR),
  /// Look at accounts and transfers.
  SEE_LEDGER(ADMINISTRATOR, FUND_OFFICER, AUDITOR),
  /// Put money into a fund.
  MOVE_MONEY(FUND_OFFICER),
  /// Open projects, add merchants, set what they pledge.
  RUN_GIVING(FUND_OFFICER),
  /// Enter figures that others published, and say what they count; everybody may look at them.
  ENTER_FIGURES(FUND_OFFICER),
  /// Look at merchants, their orders and donations, and refunds.
  SEE_GIVING(ADMINISTRATOR, FUND_OFFICER, AUDITOR),
  /// Tell orders and refunds of a merchant.
  SEND_SALES(MERCHANT, FUND_OFFICER),
  /// Open campaigns, write down what was paid for claims.
  RUN_CAMPAIGN(FUND_OFFICER),
  /// Claim pieces of a campaign for holders other than oneself.
  CLAIM_FOR_OTHERS(MERCHANT, FUND_OFFICER),
  /// Write down, file and withdraw cases of programmes for the people of a place, and report on
  /// them.
  FILE_CASE(COUNTY_OFFICER, VILLAGE_CADRE, NOMINATOR),
  /// Look at cases, masked.
  SEE_CASE(ADMINISTRATOR, FUND_OFFICER, COUNTY_OFFICER, VILLAGE_CADRE, NOMINATOR, INSURER, AUDITOR),
  /// Decide cases at the stages of one's role.
  DECIDE_CASE(FUND_OFFICER, COUNTY_OFFICER, INSURER),
  /// Score cases as a judge.
  JUDGE_CASE(JUDGE),
  /// Write down plots, soil tests, season plans and field work of a place.
  RECORD_FARM(COUNTY_OFFICER, VILLAGE_CADRE),
  /// Sign and settle contracts with growers for a buyer, which moves the buyer's money.
  SIGN_CONTRACT(FUND_OFFICER),
  /// Look at plots, what was done on them, and contracts.
  SEE_FARM(ADMINISTRATOR, FUND_OFFICER, COUNTY_OFFICER, VILLAGE_CADRE, KEEPER, AUDITOR),
  /// Take in, sort, pack, ship and receive goods at the sites of a place.
  RECORD_SUPPLY(COUNTY_OFFICER, VILLAGE_CADRE, KEEPER),
  /// Look at lots, stock and shipments of a place.
  SEE_SUPPLY(ADMINISTRATOR, FUND_OFFICER, COUNTY_OFFICER, VILLAGE_CADRE, KEEPER, AUDITOR),
  /// Call batches of goods back and block their codes.
  RECALL_GOODS(FUND_OFFICER, COUNTY_OFFICER),
  /// Write a laboratory's results down, certify lots, withdraw certificates.
  CERTIFY_GOODS(FUND_OFFICER, COUNTY_OFFICER),
  /// Ask for a shop and run it.
  RUN_SHOP(MERCHANT),
  /// Verify shops, judge disputes of their orders, hide reviews.
  APPROVE_SHOP(FUND_OFFICER, COUNTY_OFFICER),
  /// Look at shops and their orders, without names.
  SEE_SHOP(ADMINISTRATOR, FUND_OFFICER, COUNTY_OFFICER, AUDITOR),
  /// Rank, support and nurture products of a place, write down stories of its shops.
  INCUBATE(FUND_OFFICER, COUNTY_OFFICER),
  /// Look at candidates, packages and plans of a place.
  SEE_INCUBATION(ADMINISTRATOR, FUND_OFFICER, COUNTY_OFFICER, AUDITOR),
  /// Look at payouts and bank batches, masked.
  SEE_PAYMENT(ADMINISTRATOR, FUND_OFFICER, INSURER, AUDITOR),
  /// Make bank batches and bring the bank's results back.
  PREPARE_PAYMENT(FUND_OFFICER, INSURER),
  /// Release a bank batch that somebody else made.
  RELEASE_PAYMENT(FUND_OFFICER, INSURER),
  /// Capture events of goods, and write places down for them.
  CAPTURE_EVENTS(ADMINISTRATOR, COUNTY_OFFICER, VILLAGE_CADRE, MERCHANT, KEEPER),
  /// Look at events of goods, ask where they came from and went, subscribe to them.
  SEE_EVENTS(ADMINISTRATOR, FUND_OFFICER, COUNTY_OFFICER, VILLAGE_CADRE, MERCHANT, KEEPER, AUDITOR),
  /// Read the audit.
  SEE_AUDIT(ADMINISTRATOR, AUDITOR),
  /// Open and close accounts, give roles, make tokens.
  MANAGE_ACCOUNTS(ADMINISTRATOR);

  private final Set<Role> roles;

  Permission(Role... roles) {
    this.roles = EnumSet.noneOf(Role.class);
    this.roles.addAll(java.util.List.of(roles));
  }

  public boolean isHeldBy(Role role) {
    return roles.contains(role);
  }
}
