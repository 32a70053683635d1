package org.yutang.supply;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Mass;

/// Something that is done with goods at a site. Ids are made by whoever does it; the same step
/// again is quietly accepted. `at` is when it happened, not when it was told.
public sealed interface Step {

  UUID id();

  Instant at();

  /// Where it is done.
  UUID site();

  /// A grower's harvest comes in and becomes a lot.
  ///
  /// @param season of [org.yutang.farm.Seasons]: which plot grew it, by which standard
  record WeighIn(
      UUID id,
      Instant at,
      UUID site,
      UUID season,
      Mass mass,
      LocalDate harvested,
      List<String> photos)
      implements Step {
    public WeighIn {
      photos = List.copyOf(photos);
    }
  }

  /// A lot, or some of it, is sorted into lots by grade; what the grades do not come to is lost.
  ///
  /// @param mass how much of it was sorted
  record Grade(UUID id, Instant at, UUID site, UUID lot, Mass mass, Sorting sorting)
      implements Step {}

  /// Some of a lot becomes lots of their own, each as heavy as said.
  record Split(UUID id, Instant at, UUID site, UUID lot, List<Mass> parts) implements Step {
    public Split {
      parts = List.copyOf(parts);
    }
  }

  /// Lots of one product become one.
  ///
  /// @param lots how much of each
  record Merge(UUID id, Instant at, UUID site, Map<UUID, Mass> lots) implements Step {
    public Merge {
      lots = Map.copyOf(lots);
    }
  }

  enum Loss {
    ROT,
    DAMAGE,
    SAMPLE,
    THEFT,
    OTHER
  }

  record Lose(UUID id, Instant at, UUID site, UUID lot, Mass mass, Loss why) implements Step {}

  /// The stock was counted; what the books have too much is lost, what they lack is found.
  record Count(UUID id, Instant at, UUID site, UUID lot, Mass counted) implements Step {}

  /// Boxes of the same weight are filled.
  record Pack(UUID id, Instant at, UUID site, UUID lot, Mass each, int boxes) implements Step {}

  /// A box is emptied back into the stock.
  record Unpack(UUID id, Instant at, UUID site, String sscc) implements Step {}

  /// Goods leave for another site, where they are received, or for a buyer. Exactly one is there.
  ///
  /// @param lots loose goods
  /// @param boxes their SSCCs
  /// @param waybill the carrier's number; may be blank
  record Ship(
      UUID id,
      Instant at,
      UUID site,
      @Nullable UUID to,
      @Nullable UUID buyer,
      Map<UUID, Mass> lots,
      List<String> boxes,
      String waybill)
      implements Step {
    public Ship {
      lots = Map.copyOf(lots);
      boxes = List.copyOf(boxes);
    }
  }

  /// A shipment arrives; what is missing is lost on the way.
  ///
  /// @param shipment the id of its [Ship]
  record Receive(
      UUID id, Instant at, UUID site, UUID shipment, Map<UUID, Mass> lots, List<String> boxes)
      implements Step {
    public Receive {
      lots = Map.copyOf(lots);
      boxes = List.copyOf(boxes);
    }
  }

  /// A buyer sends back loose goods.
  record Return(UUID id, Instant at, UUID site, UUID buyer, UUID lot, Mass mass) implements Step {}

  /// A lot may not leave, wherever it lies.
  record Hold(UUID id, Instant at, UUID site, UUID lot, String why) implements Step {}

  record Release(UUID id, Instant at, UUID site, UUID lot, String note) implements Step {}

  /// A laboratory's answer about a lot; who fails is held.
  ///
  /// @param number of the certificate
  /// @param findings such as `Brix` to `11.8 °Bx`
  record Test(
      UUID id,
      Instant at,
      UUID site,
      UUID lot,
      String laboratory,
      String number,
      boolean passed,
      Map<String, String> findings)
      implements Step {
    public Test {
      findings = Map.copyOf(findings);
    }
  }

  /// Some of a lot is taken for a laboratory, and lost to the lot.
  ///
  /// @param seal what is written on the sample
  record Sample(UUID id, Instant at, UUID site, UUID lot, Mass mass, String seal) implements Step {}

  /// A laboratory's values of the purity tests of the product's standard; who fails is held.
  ///
  /// @param lot of which the sample is
  /// @param number of the laboratory's report
  /// @param found by the test's name, as decimal numbers
  record Analyse(
      UUID id,
      Instant at,
      UUID site,
      UUID lot,
      UUID sample,
      String laboratory,
      String number,
      Map<String, String> found)
      implements Step {
    public Analyse {
      found = Map.copyOf(found);
    }
  }

  /// Lots are certified on what was found in a sample that passed. The certificate has the step's
  /// id.
  ///
  /// @param number of the certificate, the only one of its laboratory
  /// @param validUntil its last day
  /// @param lots how much of each: the sampled lot, or lots that were made of nothing else
  record Certify(
      UUID id,
      Instant at,
      UUID site,
      UUID sample,
      String number,
      LocalDate validUntil,
      Map<UUID, Mass> lots)
      implements Step {
    public Certify {
      lots = Map.copyOf(lots);
    }
  }

  /// A certificate holds no longer.
  record Withdraw(UUID id, Instant at, UUID site, UUID certificate, String why) implements Step {}

  /// The name under which it is kept and shown.
  default Kind kind() {
    return switch (this) {
      case WeighIn _ -> Kind.WEIGH_IN;
      case Grade _ -> Kind.GRADE;
      case Split _ -> Kind.SPLIT;
      case Merge _ -> Kind.MERGE;
      case Lose _ -> Kind.LOSE;
      case Count _ -> Kind.COUNT;
      case Pack _ -> Kind.PACK;
      case Unpack _ -> Kind.UNPACK;
      case Ship _ -> Kind.SHIP;
      case Receive _ -> Kind.RECEIVE;
      case Return _ -> Kind.RETURN;
      case Hold _ -> Kind.HOLD;
      case Release _ -> Kind.RELEASE;
      case Test _ -> Kind.TEST;
      case Sample _ -> Kind.SAMPLE;
      case Analyse _ -> Kind.ANALYSE;
      case Certify _ -> Kind.CERTIFY;
      case Withdraw _ -> Kind.WITHDRAW;
    };
  }

  enum Kind {
    WEIGH_IN(WeighIn.class),
    GRADE(Grade.class),
    SPLIT(Split.class),
    MERGE(Merge.class),
    LOSE(Lose.class),
    COUNT(Count.class),
    PACK(Pack.class),
    UNPACK(Unpack.class),
    SHIP(Ship.class),
    RECEIVE(Receive.class),
    RETURN(Return.class),
    HOLD(Hold.class),
    RELEASE(Release.class),
    TEST(Test.class),
    SAMPLE(Sample.class),
    ANALYSE(Analyse.class),
    CERTIFY(Certify.class),
    WITHDRAW(Withdraw.class);

    final Class<? extends Step> type;

    Kind(Class<? extends Step> type) {
      this.type = type;
    }
  }
}
