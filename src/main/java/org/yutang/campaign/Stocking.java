package org.yutang.campaign;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.AccountRules;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;
import org.yutang.store.Words;

/// Opens a campaign's accounts and lays its stock into the ledger, once however often it is asked.
@Component
class Stocking {

  private final CampaignRows rows;
  private final Ledger ledger;
  private final Clock clock;

  Stocking(CampaignRows rows, Ledger ledger, Clock clock) {
    this.rows = rows;
    this.ledger = ledger;
    this.clock = clock;
  }

  void lay(UUID id) {
    CampaignRows.Row row = rows.get(id);
    if (row.stocked()) return;
    Campaign campaign = row.campaign();
    ledger.open(accounts(campaign));
    Outcome outcome =
        ledger
            .execute(
                List.of(
                    new Command.Transfer(
                        Uuids.derivedFrom(campaign.createdAt(), "campaign.stock", id),
                        campaign.sourceAccount(),
                        campaign.stockAccount(),
                        campaign.stock(),
                        "stock",
                        BusinessDay.of(campaign.createdAt()))))
            .getFirst();
    if (outcome instanceof Outcome.Refused refused)
      throw new IllegalStateException("stock not laid: " + refused);
    rows.stocked(id, clock.instant());
  }

  private static List<NewAccount> accounts(Campaign campaign) {
    Unit unit = campaign.unit();
    List<NewAccount> accounts = new ArrayList<>();
    accounts.add(account(campaign, "source", campaign.sourceAccount(), unit, AccountRules.OUTSIDE));
    accounts.add(
        account(
            campaign,
            "stock",
            campaign.stockAccount(),
            unit,
            AccountRules.PLAIN.perHolder(campaign.perHolder())));
    accounts.add(account(campaign, "granted", campaign.grantedAccount(), unit, AccountRules.PLAIN));
    switch (campaign.price()) {
      case Price.Free _ -> {}
      case Price.Units price ->
          accounts.add(
              account(
                  campaign, "income", campaign.incomeAccount(), price.unit(), AccountRules.PLAIN));
      case Price.Paid price -> {
        Unit money = new Unit(price.each().currency());
        accounts.add(
            account(campaign, "income", campaign.incomeAccount(), money, AccountRules.PLAIN));
        accounts.add(
            account(campaign, "payers", campaign.payersAccount(), money, AccountRules.OUTSIDE));
      }
    }
    return accounts;
  }

  private static NewAccount account(
      Campaign campaign, String which, UUID id, Unit unit, AccountRules rules) {
    String name =
        Words.in(Words.Language.ZH)
            .t("campaign.account." + which, Map.of("campaign", campaign.title().zh()));
    return new NewAccount(id, name, unit, rules);
  }
}
