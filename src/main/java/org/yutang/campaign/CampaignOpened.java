package org.yutang.campaign;

import java.util.UUID;

/// The event of a campaign that was written down and whose stock is to be laid into the ledger.
record CampaignOpened(UUID campaign) {
  static final String TOPIC = "campaign.opened";
}
