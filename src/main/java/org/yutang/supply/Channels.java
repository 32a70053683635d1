package org.yutang.supply;

import java.util.List;
import java.util.UUID;
import org.yutang.access.Actor;

/// Rules by which the loose stock of a site is divided, and what they come to. Looking wants
/// `SEE_SUPPLY`, writing `RECORD_SUPPLY`, in the site's place. Thread-safe.
public interface Channels {

  /// The most rules of a site.
  int MAX_CHANNELS = 50;

  /// The same id with the same content is quietly accepted. Refuses with [SupplyRefusal#BAD_FIELD],
  /// [SupplyRefusal#UNKNOWN_SITE], [SupplyRefusal#UNKNOWN_BUYER], [SupplyRefusal#ID_REUSED] and
  /// [SupplyRefusal#TOO_MANY].
  Channel add(Actor actor, Channel channel);

  /// It divides nothing any more. Refuses with [SupplyRefusal#UNKNOWN_CHANNEL].
  void close(Actor actor, UUID channel);

  /// By priority.
  List<Channel> list(Actor actor, UUID site);

  /// What the rules come to with the stock of this moment. Moves nothing: whoever keeps the site
  /// confirms each part as a [Step.Ship], and the ledger decides whether it is there still.
  Allocation propose(Actor actor, UUID site);
}
