package org.yutang.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.supply.Allocation;
import org.yutang.supply.Buyer;
import org.yutang.supply.Channel;
import org.yutang.supply.Site;

/// What rules divide, and to whom.
///
/// @param names of sites and buyers, by id
/// @param now the present minute, as a form has it
public record ChannelView(
    Site site,
    Allocation allocation,
    List<Site> sites,
    List<Buyer> buyers,
    Map<String, String> names,
    SupplyView.Named named,
    String now,
    String key,
    Map<String, String> typed,
    String problem) {

  public String typed(String name) {
    return typed.getOrDefault(name, "");
  }

  public String name(Channel channel) {
    return names.getOrDefault(channel.receiver().toString(), "");
  }

  /// As the form of a shipment has it.
  public String to(Channel channel) {
    return (channel.buyer().isPresent() ? "buyer/" : "site/") + channel.receiver();
  }

  /// The rule as a sentence.
  public String rule(Screen s, Allocation.Part part) {
    Channel channel = part.channel();
    return s.t(
            "web.channel.rule",
            Map.of(
                "priority",
                s.n(channel.priority()),
                "percent",
                s.n(channel.sharePercent()),
                "grades",
                channel.grades().isEmpty()
                    ? s.t("web.channel.all-grades")
                    : String.join(s.t("web.channel.and"), channel.grades()),
                "accepted",
                SupplyView.kg(s, part.accepted()),
                "quota",
                SupplyView.kg(s, part.quota())))
        + (channel.leastDays() == 0
            ? ""
            : s.t("web.channel.days", "count", s.n(channel.leastDays())));
  }

  public static String fresh() {
    return UUID.randomUUID().toString();
  }
}
