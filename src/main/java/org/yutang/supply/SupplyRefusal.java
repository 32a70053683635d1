package org.yutang.supply;

import org.yutang.kernel.Refusal;

/// Why the room says no.
public enum SupplyRefusal implements Refusal.Code {
  /// Facts: `field`.
  BAD_FIELD(Refusal.Kind.INVALID),
  /// Facts: `choice`, `known`.
  UNKNOWN_CHOICE(Refusal.Kind.INVALID),
  /// Also where the reader may not see it. Facts: `site`.
  UNKNOWN_SITE(Refusal.Kind.NOT_FOUND),
  /// Also where the reader may not see it. Facts: `lot`.
  UNKNOWN_LOT(Refusal.Kind.NOT_FOUND),
  /// Facts: `box`.
  UNKNOWN_BOX(Refusal.Kind.NOT_FOUND),
  /// Facts: `shipment`.
  UNKNOWN_SHIPMENT(Refusal.Kind.NOT_FOUND),
  /// Facts: `buyer`.
  UNKNOWN_BUYER(Refusal.Kind.NOT_FOUND),
  /// Something of that id is there with other content. Facts: `id`.
  ID_REUSED(Refusal.Kind.CONFLICT),
  /// It lies in the future, or more than 400 days back. Facts: `at`.
  BAD_TIME(Refusal.Kind.INVALID),
  /// It would have happened before the goods were made, packed or shipped. Facts: `at`, `made`.
  BEFORE_IT_WAS(Refusal.Kind.CONFLICT),
  /// Somebody else's count of it is being written down.
  COUNTED_NOW(Refusal.Kind.CONFLICT),
  /// A ledger of several shards cannot do this at once.
  OTHER_SHARD(Refusal.Kind.UNAVAILABLE),
  /// Nothing, or more than can be. Facts: `kilograms`, `most`.
  BAD_MASS(Refusal.Kind.INVALID),
  /// More than twice of what its plan aims at came from a plot. Facts: `kilograms`, `most`.
  MORE_THAN_IT_BEARS(Refusal.Kind.CONFLICT),
  /// Less is there. Facts: `lot`, `wanted`, `there`, in kilograms.
  NOT_ENOUGH(Refusal.Kind.CONFLICT),
  /// Facts: `lot`, `reason`.
  LOT_HELD(Refusal.Kind.CONFLICT),
  /// Lots of different products are not put together.
  NOT_ALIKE(Refusal.Kind.CONFLICT),
  /// The grades come to more than was sorted. Facts: `sum`, `sorted`, in kilograms.
  GRADED_TOO_MUCH(Refusal.Kind.INVALID),
  /// Facts: `row`, `problem`.
  BAD_SORTING(Refusal.Kind.INVALID),
  /// That very file was taken before.
  FILE_SEEN(Refusal.Kind.CONFLICT),
  /// The box is not here, or not any more. Facts: `box`.
  BOX_ELSEWHERE(Refusal.Kind.CONFLICT),
  /// It was received before. Facts: `shipment`.
  SHIPMENT_DONE(Refusal.Kind.CONFLICT),
  /// More arrives than left, or something else. Facts: `lot`.
  NOT_SHIPPED(Refusal.Kind.CONFLICT),
  /// Also where the reader may not see it. Facts: `ring`.
  UNKNOWN_RING(Refusal.Kind.NOT_FOUND),
  /// Facts: `ring`.
  RING_TAKEN(Refusal.Kind.CONFLICT),
  /// It went to market. Facts: `ring`.
  SLAUGHTERED(Refusal.Kind.CONFLICT),
  /// Also where the reader may not see it. Facts: `sample`.
  UNKNOWN_SAMPLE(Refusal.Kind.NOT_FOUND),
  /// Also where the reader may not see it. Facts: `certificate`.
  UNKNOWN_CERTIFICATE(Refusal.Kind.NOT_FOUND),
  /// Its product has no purity tests. Facts: `standard`.
  NO_PURITY_TESTS(Refusal.Kind.CONFLICT),
  /// The laboratory's values are written down already.
  SAMPLE_ANALYSED(Refusal.Kind.CONFLICT),
  /// The sample was not analysed, or missed a test.
  NOT_PURE(Refusal.Kind.CONFLICT),
  /// The lot is, wholly or in part, made of others than the one that was sampled. Facts: `lot`.
  NOT_OF_SAMPLE(Refusal.Kind.CONFLICT),
  /// Facts: `lot`, `certificate`.
  CERTIFIED_ALREADY(Refusal.Kind.CONFLICT),
  /// More than there is, or than the sampled lot ever was. Facts: `kilograms`, `most`.
  CERTIFIED_TOO_MUCH(Refusal.Kind.CONFLICT),
  /// The laboratory's number is taken. Facts: `certificate`.
  NUMBER_TAKEN(Refusal.Kind.CONFLICT),
  /// The lot is just being moved. Facts: `lot`.
  MOVED_NOW(Refusal.Kind.CONFLICT),
  /// More would leave than was certified. Facts: `certificate`, `wanted`, `left`, in kilograms.
  MORE_THAN_CERTIFIED(Refusal.Kind.CONFLICT),
  /// Since it was tried first, certificates of its lots changed: it is to be told anew.
  CERTIFICATE_CHANGED(Refusal.Kind.CONFLICT),
  WITHDRAWN_ALREADY(Refusal.Kind.CONFLICT),
  /// A file of readings is no CSV in UTF-8 with `time` and `temperature`. Facts: `row`.
  READINGS_UNREADABLE(Refusal.Kind.INVALID),
  /// No time, not after the row before, in the future or more than 400 days back. Facts: `row`,
  /// `value`.
  BAD_READING_TIME(Refusal.Kind.INVALID),
  /// No temperature from -40 to 60 °C. Facts: `row`, `value`.
  BAD_READING(Refusal.Kind.INVALID),
  /// The device said something else of that moment before. Facts: `device`, `at`.
  READING_DIFFERS(Refusal.Kind.CONFLICT),
  /// Facts: `channel`.
  UNKNOWN_CHANNEL(Refusal.Kind.NOT_FOUND),
  UNKNOWN_RECALL(Refusal.Kind.NOT_FOUND),
  /// Facts: `limit`.
  TOO_MANY(Refusal.Kind.TOO_LARGE);

  private final Refusal.Kind kind;

  SupplyRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
